import type { PayloadFindingCode } from '../../events/finding.ts';
import { CAPTURE_RULES } from './captures.ts';
import { CONTENT_RULES } from './content.ts';
import { CONTEXT_RULES } from './context.ts';
import { FILE_RULES } from './files.ts';
import type { Level, Rule } from './rule.ts';
import { STRUCTURE_RULES } from './structure.ts';

const ALL = {
  ...STRUCTURE_RULES,
  ...CONTENT_RULES,
  ...FILE_RULES,
  ...CONTEXT_RULES,
  ...CAPTURE_RULES,
} as const satisfies Readonly<Record<PayloadFindingCode, Rule>>;

/** Name of a rule. Published; never renamed. */
export type FindingCode = keyof typeof ALL;

/** Every rule, in the order of `--list-rules`. */
export const RULES: Readonly<Record<FindingCode, Rule>> = ALL;

/** The names of all rules, in the same order. */
export const FINDING_CODES = Object.keys(ALL) as readonly FindingCode[];

/** The level of every rule. */
export type Levels = Readonly<Record<FindingCode, Level>>;

/** The usual level of every rule, changed as asked. Never throws. */
export function toLevels(changes: ReadonlyMap<FindingCode, Level>): Levels {
  const entries = FINDING_CODES.map((code) => [code, changes.get(code) ?? RULES[code].level]);
  return Object.fromEntries(entries) as Levels;
}

const PAGE = 'docs/findings.md';

/** Where a finding is explained, for example `docs/findings.md#unknown_field`. Never throws. */
export function toDocsLink(code: FindingCode): string {
  return `${PAGE}#${code}`;
}

/** The command that says the same, for who has no page at hand. Never throws. */
export function toExplainCommand(code: string): string {
  return `fp-webhooks validate --explain ${code}`;
}
