import { type Command, InvalidArgumentError, Option } from 'commander';
import { AppError } from '../../core/error.ts';
import { MOST_RETRIES, type RetryPlan } from '../../core/replay/schedule.ts';
import type { Pace } from '../../io/bulk-sender.ts';
import { junitFile, milliseconds, wholeNumber } from '../flags.ts';

/** How requests are delivered. */
export interface DeliveryOptions {
  readonly retry?: 'svix';
  readonly retries?: number;
  readonly timeScale?: number;
  readonly count?: number;
  /** Requests a second. */
  readonly rate?: number;
  readonly concurrency?: number;
  /** Milliseconds. */
  readonly duration?: number;
  readonly pipelining?: number;
  /** A file for JUnit's XML. */
  readonly report?: string;
}

const USUAL_CONCURRENCY = 10;
const USUAL_MOST_IN_FLIGHT = 1_000;
const MOST_CONNECTIONS = 10_000;

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

/** Adds `--count`, `--duration`, `--rate`, `--concurrency` and `--pipelining`, each of which asks for a bulk. */
function addBulkFlags(command: Command): Command {
  return command
    .option('--count <number>', 'send so many in bulk, from the first again after the last', count)
    .option('--duration <time>', 'send in bulk for this long, such as 30s', milliseconds)
    .option('--rate <number/s>', 'send in bulk on schedule, such as 200/s, however slow the app is', rate)
    .option(
      '--concurrency <number>',
      `so many at once (${USUAL_CONCURRENCY}); with --rate: at most so many in flight (${USUAL_MOST_IN_FLIGHT})`,
      connections,
    )
    .option(
      '--pipelining <number>',
      'send so many on each connection without waiting for answers',
      pipelining,
    );
}

/** Throws AppError `usage`, naming both, for flags that cannot work together or would have no effect. */
export function checkDelivery(options: DeliveryOptions): void {
  const { retry, retries, timeScale, rate, pipelining } = options;
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
}

/** The retries that are asked for; undefined for none. Never throws. */
export function findRetryPlan(options: DeliveryOptions): RetryPlan | undefined {
  const { retry, retries = MOST_RETRIES, timeScale = 1 } = options;
  return retry === undefined ? undefined : { retries, timeScale };
}

/** How to send in bulk; undefined when it was not asked for, by any of its flags. Never throws. */
export function findPace(options: DeliveryOptions): Pace | undefined {
  const { count, duration, rate, concurrency, pipelining } = options;
  if (rate !== undefined)
    return { kind: 'open', perSecond: rate, maxInFlight: concurrency ?? USUAL_MOST_IN_FLIGHT };
  if ([count, duration, concurrency, pipelining].every((each) => each === undefined)) return undefined;
  return {
    kind: 'closed',
    connections: concurrency ?? USUAL_CONCURRENCY,
    pipelining: pipelining ?? 1,
  };
}

function retries(text: string): number {
  return wholeNumber(text, { least: 1, most: MOST_RETRIES });
}

function count(text: string): number {
  return wholeNumber(text, { least: 1, most: 1_000_000_000 });
}

function connections(text: string): number {
  return wholeNumber(text, { least: 1, most: MOST_CONNECTIONS });
}

function pipelining(text: string): number {
  return wholeNumber(text, { least: 1, most: 100 });
}

function scale(text: string): number {
  const value = /^\d{1,9}(?:\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0; 1000 makes 5 minutes of 0.3 seconds.');
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3_600 };

function rate(text: string): number {
  const [, number, unit = 's'] = /^(\d{1,6}(?:\.\d{1,3})?)(?:\/(s|m|min|h))?$/.exec(text) ?? [];
  const perSecond = Number(number) / (UNIT_SECONDS[unit] ?? 1);
  if (perSecond > 0 && perSecond <= 100_000) return perSecond;
  throw new InvalidArgumentError(
    'It must be requests in a time, such as 200/s or 30/min, and at most 100000/s.',
  );
}
