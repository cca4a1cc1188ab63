import type { FindingCode } from './finding.ts';

const PAGE = 'docs/findings.md';

/** Where a finding is explained, for example `docs/findings.md#unknown_field`. Never throws. */
export function toDocsLink(code: FindingCode): string {
  return `${PAGE}#${code}`;
}

/** The command that says the same, for who has no page at hand. Never throws. */
export function toExplainCommand(code: string): string {
  return `fp-webhooks validate --explain ${code}`;
}
