import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '../../core/error.ts';
import { parseCode, parseRule, type RuleChange } from '../../core/validation/rules/parse-rule.ts';
import { showExample, withoutLinks } from '../../core/validation/rules/rule.ts';
import {
  FINDING_CODES,
  type FindingCode,
  type Levels,
  RULES,
  toDocsLink,
  toLevels,
} from '../../core/validation/rules/rules.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context } from '../command.ts';

/** The flags that say what is looked for. */
export interface RuleOptions {
  readonly rule?: readonly RuleChange[];
  readonly listRules?: boolean;
  readonly explain?: FindingCode;
}

/** Adds `--rule`, `--list-rules` and `--explain`. */
export function addRuleFlags(command: Command): Command {
  return command
    .option('--rule <code=level>', 'make a finding an error, a warning or off; repeatable', gatherRule)
    .option('--list-rules', 'list what can be found, with the level of each')
    .option('--explain <code>', 'say what a finding means, why it matters and what to do', (text) =>
      read(() => parseCode(text)),
    );
}

/** Throws commander's InvalidArgumentError for what is no rule or level. */
function gatherRule(text: string, previous: readonly RuleChange[] = []): readonly RuleChange[] {
  return [...previous, read(() => parseRule(text))];
}

function read<Value>(parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (error instanceof AppError)
      throw new InvalidArgumentError(`${error.message} ${error.hint ?? ''}`.trim());
    throw error;
  }
}

/** The level of every rule; of a rule that is set twice the last counts. Never throws. */
export function toLevelsOf({ rule = [] }: RuleOptions): Levels {
  return toLevels(new Map(rule.map(({ code, level }) => [code, level])));
}

/** Reports every rule with its level as it is set. Never throws. */
export function listRules(options: RuleOptions, { report }: Pick<Context, 'report'>): void {
  for (const code of FINDING_CODES) report(toRuleRecord(code, options));
}

/** Reports a rule with all that is said of it in `docs/findings.md`. Never throws. */
export function explainRule(
  code: FindingCode,
  options: RuleOptions,
  { report }: Pick<Context, 'report'>,
): void {
  const { meaning, why, mend, args = [], wrong, right } = RULES[code];
  const explanation = {
    meaning: withoutLinks(meaning),
    why,
    mend,
    flags: [...args],
    wrong: showExample(wrong),
    right: showExample(right),
  };
  report({ ...toRuleRecord(code, options), explanation });
}

function toRuleRecord(code: FindingCode, options: RuleOptions): RecordOf<'rule'> {
  const { level: usualLevel, summary } = RULES[code];
  return {
    type: 'rule',
    code,
    level: toLevelsOf(options)[code],
    usualLevel,
    summary,
    link: toDocsLink(code),
  };
}
