import { AppError } from '../../core/error.ts';
import { checkWritable } from '../../io/write-file.ts';
import type { Context } from '../command.ts';
import { BULK_FLAGS, findPace } from './bulk-flags.ts';
import type { DeliveryOptions } from './delivery-flags.ts';
import type { ScenarioOptions } from './scenario-flags.ts';

type Surroundings = Pick<Context, 'cwd' | 'originOf'>;

/**
 * Throws AppError `usage`, naming both, for flags that cannot work together or would have no effect, and `file_unwritable`
 * for a report that could not be written: found out at the end only, the run would have to be repeated for it.
 */
export function checkDelivery(options: DeliveryOptions & ScenarioOptions, surroundings: Surroundings): void {
  refuseIdle(options, surroundings);
  refuseClash(options);
  if (options.report !== undefined) checkWritable(options.report, surroundings.cwd);
}

/** A history that is configured is meant for other commands, too. */
function refuseIdle(
  { retry, retries, timeScale, save, scenario }: DeliveryOptions & ScenarioOptions,
  { originOf }: Surroundings,
): void {
  // A scenario has waits of its own.
  const isIdleScale = timeScale !== undefined && scenario === undefined;
  const lonely = retries !== undefined ? '--retries' : isIdleScale ? '--time-scale' : undefined;
  if (retry === undefined && lonely !== undefined)
    throw new AppError('usage', `${lonely} has no effect without --retry.`, 'Add --retry svix.');
  if (save !== true && originOf('history').source === 'flag')
    throw new AppError('usage', '--history has no effect without --save.', 'Add --save.');
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
