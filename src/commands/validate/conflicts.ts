import { AppError } from '../../core/error.ts';
import { findHistoryFlag } from '../history-choice.ts';
import type { ValidateOptions } from './options.ts';

/** What only makes sense where something is checked, by the name of its option. */
const CHECKING_FLAGS = {
  as: '--as',
  rule: '--rule',
  jobs: '--jobs',
  shard: '--shard',
  fromHistory: '--from-history',
} as const satisfies Partial<Record<keyof ValidateOptions, string>>;

/** What applies to the run as a whole, of which a shard sees a part, by the name of its option. */
const WHOLE_FLAGS = {
  baseline: '--baseline',
  updateBaseline: '--update-baseline',
  require: '--require',
} as const satisfies Partial<Record<keyof ValidateOptions, string>>;

/** Whether an option was typed rather than configured. */
type IsTyped = (option: string) => boolean;

/** Whether the history is what is checked. Never throws. */
export function readsHistory(options: ValidateOptions): boolean {
  return options.fromHistory === true || findHistoryFlag(options) !== undefined;
}

/**
 * Throws AppError `usage` for flags that do not go together, and where nothing to check is named. What is configured is
 * for other runs as well, and gives way.
 */
export function refuseConflicts(inputs: readonly string[], options: ValidateOptions, isTyped: IsTyped): void {
  if (options.merge === true) refuseBeside('--merge', CHECKING_FLAGS, isTyped, AT_THE_SHARDS);
  if (options.shard !== undefined) refuseBeside('--shard', WHOLE_FLAGS, isTyped, AT_THE_MERGE);
  const flag = options.fromHistory === true ? '--from-history' : findHistoryFlag(options);
  if (options.shard !== undefined && inputs.includes('-'))
    throw new AppError(
      'usage',
      'Standard input cannot be shared out by --shard: every shard would check all of it.',
      'Write it to a file, and name that.',
    );
  if (options.merge === true && flag !== undefined) throw toConflict('--merge', flag, AT_THE_SHARDS);
  if (flag === undefined) {
    if (inputs.length === 0 && options.merge !== true) throw toNothing();
    return;
  }
  if (inputs[0] !== undefined)
    throw toConflict(flag, `"${inputs[0]}"`, 'The history is checked by itself: use one of the two.');
  if (options.shard !== undefined)
    throw toConflict('--shard', flag, 'Export the history to a file, which can be shared out.');
}

const AT_THE_SHARDS = 'Give it to the runs whose reports are joined.';
const AT_THE_MERGE = 'Give it to the run with --merge, which sees all of it.';

function refuseBeside(
  flag: string,
  others: Readonly<Record<string, string>>,
  isTyped: IsTyped,
  hint: string,
): void {
  const other = Object.entries(others).find(([option]) => isTyped(option));
  if (other !== undefined) throw toConflict(flag, other[1], hint);
}

function toConflict(flag: string, other: string, hint: string): AppError {
  return new AppError('usage', `${flag} and ${other} cannot be used together.`, hint);
}

function toNothing(): AppError {
  return new AppError(
    'usage',
    'Nothing to check was named.',
    'Name files, folders or globs, - for standard input, or use --from-history.',
  );
}
