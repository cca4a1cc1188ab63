import { AppError } from '../../error.ts';
import { quoteValue, toChoice } from '../../events/wording.ts';
import { findNearest } from '../../settings/nearest.ts';
import type { Level } from './rule.ts';
import { FINDING_CODES, type FindingCode } from './rules.ts';

/** That a rule is to have another level than usual. */
export interface RuleChange {
  readonly code: FindingCode;
  readonly level: Level;
}

const LEVELS: readonly Level[] = ['error', 'warning', 'off'];
const ALL_RULES = 'fp-webhooks validate --list-rules shows all rules.';

/**
 * Reads `code=level`. Throws AppError `usage` for any other form, a rule that is not there, with the nearest that is, or a
 * level that is none; and for `file_unreadable=off`, because what was not checked has not passed.
 */
export function parseRule(text: string): RuleChange {
  const [, name, word] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || word === undefined)
    throw new AppError('usage', `A rule is set as code=level, and ${quoteValue(text)} is not.`, FOR_EXAMPLE);
  const code = parseCode(name);
  const level = LEVELS.find((each) => each === word);
  if (level === undefined)
    throw new AppError(
      'usage',
      `The level of ${code} cannot be ${quoteValue(word)}.`,
      `It is ${toChoice(LEVELS)}.`,
    );
  if (code === 'file_unreadable' && level === 'off')
    throw new AppError(
      'usage',
      'file_unreadable cannot be off: what cannot be read was not checked.',
      "Leave the file out, for example '!broken.json'.",
    );
  return { code, level };
}

/** Reads the name of a rule. Throws AppError `usage` for one that is not there, with the nearest that is. */
export function parseCode(name: string): FindingCode {
  const code = FINDING_CODES.find((each) => each === name);
  if (code !== undefined) return code;
  const near = findNearest(name, FINDING_CODES);
  const hint = near === undefined ? ALL_RULES : `Did you mean ${near}? ${ALL_RULES}`;
  throw new AppError('usage', `There is no rule ${quoteValue(name)}.`, hint);
}

const FOR_EXAMPLE = 'For example unknown_field=error or example_data=off.';
