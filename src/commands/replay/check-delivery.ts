import { resolve } from 'node:path';
import { AppError } from '../../core/error.ts';
import { checkWritable } from '../../io/write-file.ts';
import type { Context } from '../command.ts';
import { BULK_FLAGS, findPace } from './bulk-flags.ts';
import type { DeliveryOptions } from './delivery-flags.ts';
import type { ScenarioOptions } from './scenario-flags.ts';

/**
 * Throws AppError `usage`, naming both, for flags that cannot work together or would have no effect, and `file_unwritable`
 * for a report that could not be written: found out at the end only, the run would have to be repeated for it.
 * @param inputs Everything that is read and may be a file.
 */
export function checkDelivery(
  options: DeliveryOptions & ScenarioOptions,
  inputs: readonly (string | undefined)[],
  { cwd }: Pick<Context, 'cwd'>,
): void {
  refuseIdle(options);
  refuseClash(options);
  const { report } = options;
  if (report === undefined) return;
  const path = resolve(cwd, report);
  if (inputs.some((each) => each !== undefined && resolve(cwd, each) === path)) {
    const message = `--report would replace ${report}, which is read as well.`;
    throw new AppError('usage', message, 'Name another file for the report.');
  }
  checkWritable(report, cwd);
}

function refuseIdle({ retry, retries, timeScale, scenario }: DeliveryOptions & ScenarioOptions): void {
  // A scenario has waits of its own.
  const isIdleScale = timeScale !== undefined && scenario === undefined;
  const lonely = retries !== undefined ? '--retries' : isIdleScale ? '--time-scale' : undefined;
  if (retry === undefined && lonely !== undefined)
    throw new AppError('usage', `${lonely} has no effect without --retry.`, 'Add --retry svix.');
}

/**
 * Throws AppError `usage` for `--history` where the history is neither read nor added to; one that is configured is meant
 * for other commands, too.
 */
export function refuseIdleHistory(
  isUsed: boolean,
  { save }: Pick<DeliveryOptions, 'save'>,
  { originOf }: Pick<Context, 'originOf'>,
): void {
  if (isUsed || save === true || originOf('history').source !== 'flag') return;
  throw new AppError(
    'usage',
    '--history has no effect without --save, and nothing is chosen from the history.',
    'Add --save, or choose with --last.',
  );
}

function refuseClash(options: DeliveryOptions): void {
  const { rate, pipelining, save } = options;
  if (rate !== undefined && pipelining !== undefined) {
    throw new AppError(
      'usage',
      '--rate starts each request on schedule, and --pipelining makes requests wait behind each other: they cannot be used together.',
      'Use --concurrency with --pipelining, or --rate alone.',
    );
  }
  if (save === true && findPace(options) !== undefined) {
    throw new AppError(
      'usage',
      `--save keeps each request with its answer, and in bulk, which ${BULK_FLAGS} ask for, no answer is kept: they cannot be used together.`,
      'Leave --save out, or send one by one.',
    );
  }
}
