import { type Command, InvalidArgumentError, Option } from 'commander';
import { AppError } from '../../core/error.ts';
import { MOST_RETRIES, type RetryPlan } from '../../core/replay/schedule.ts';
import { checkWritable } from '../../io/write-file.ts';
import { junitFile, wholeNumber } from '../flags.ts';
import { addBulkFlags, type BulkOptions } from './bulk-flags.ts';

/** How requests are delivered. */
export interface DeliveryOptions extends BulkOptions {
  readonly retry?: 'svix';
  readonly retries?: number;
  readonly timeScale?: number;
  /** A file for JUnit's XML. */
  readonly report?: string;
}

/** Adds `--retry`, `--retries`, `--time-scale` and `--report`, and in a group of their own those of a bulk. */
export function addDeliveryFlags(command: Command): Command {
  command
    .addOption(
      new Option(
        '--retry <schedule>',
        'svix: send again what failed after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h',
      ).choices(['svix']),
    )
    .option('--retries <number>', `with --retry: at most so many times, 1 to ${MOST_RETRIES}`, retries)
    .option('--time-scale <number>', 'with --retry: divide all waits by this, such as 1000', scale)
    .option('--report <form=file>', 'write what came of it: junit=FILE', junitFile);
  return addBulkFlags(command.optionsGroup('Sending in bulk:'));
}

/**
 * Throws AppError `usage`, naming both, for flags that cannot work together or would have no effect, and `file_unwritable`
 * for a report that could not be written: found out at the end only, the run would have to be repeated for it.
 */
export function checkDelivery(options: DeliveryOptions, cwd: string): void {
  const { retry, retries, timeScale, rate, pipelining, report } = options;
  const lonely = retries !== undefined ? '--retries' : timeScale !== undefined ? '--time-scale' : undefined;
  if (retry === undefined && lonely !== undefined)
    throw new AppError('usage', `${lonely} has no effect without --retry.`, 'Add --retry svix.');
  if (rate !== undefined && pipelining !== undefined) {
    throw new AppError(
      'usage',
      '--rate starts each request on schedule, and --pipelining makes requests wait behind each other: they cannot be used together.',
      'Use --concurrency with --pipelining, or --rate alone.',
    );
  }
  if (report !== undefined) checkWritable(report, cwd);
}

/** The retries that are asked for; undefined for none. Never throws. */
export function findRetryPlan(options: DeliveryOptions): RetryPlan | undefined {
  const { retry, retries = MOST_RETRIES, timeScale = 1 } = options;
  return retry === undefined ? undefined : { retries, timeScale };
}

function retries(text: string): number {
  return wholeNumber(text, { least: 1, most: MOST_RETRIES });
}

function scale(text: string): number {
  const value = /^\d{1,9}(?:\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0; 1000 makes 5 minutes of 0.3 seconds.');
}
