import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '../../core/error.ts';
import { toDocsLink } from '../../core/validation/docs-link.ts';
import type { FindingCode } from '../../core/validation/finding.ts';
import { parseRule, type RuleChange } from '../../core/validation/parse-rule.ts';
import { type Levels, RULES, toLevels } from '../../core/validation/rules.ts';
import type { Context } from '../command.ts';

/** The flags that say what is looked for. */
export interface RuleOptions {
  readonly rule?: readonly RuleChange[];
  readonly listRules?: boolean;
}

/** Adds `--rule` and `--list-rules`. */
export function addRuleFlags(command: Command): Command {
  return command
    .option('--rule <code=level>', 'make a finding an error, a warning or off; repeatable', gatherRule)
    .option('--list-rules', 'list what can be found, with the level of each');
}

/** Throws commander's InvalidArgumentError for what is no rule or level. */
function gatherRule(text: string, previous: readonly RuleChange[] = []): readonly RuleChange[] {
  try {
    return [...previous, parseRule(text)];
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
  const levels = toLevelsOf(options);
  for (const [code, { level: usualLevel, summary }] of Object.entries(RULES)) {
    const level = levels[code as FindingCode];
    report({ type: 'rule', code, level, usualLevel, summary, link: toDocsLink(code as FindingCode) });
  }
}
