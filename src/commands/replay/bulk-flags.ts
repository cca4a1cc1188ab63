import { type Command, InvalidArgumentError } from 'commander';
import type { Pace } from '../../io/bulk-sender.ts';
import { milliseconds, wholeNumber } from '../flags.ts';

/** How much is sent in bulk, and how fast. */
export interface BulkOptions {
  /** In bulk, or with `generate` how many are made up. */
  readonly count?: number;
  readonly generate?: readonly string[];
  /** Requests a second. */
  readonly rate?: number;
  readonly concurrency?: number;
  /** Milliseconds. */
  readonly duration?: number;
  readonly pipelining?: number;
}

/** Those flags in words. */
export const BULK_FLAGS = '--count, --duration, --rate, --concurrency and --pipelining';

const USUAL_CONCURRENCY = 10;
const USUAL_MOST_IN_FLIGHT = 1_000;
const MOST_CONNECTIONS = 10_000;

/** Adds `--count`, `--duration`, `--rate`, `--concurrency` and `--pipelining`, each of which asks for a bulk. */
export function addBulkFlags(command: Command): Command {
  return command
    .option(
      '--count <number>',
      'send so many in bulk, from the first again after the last; with --generate: make up so many',
      count,
    )
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

/** How to send in bulk; undefined when it was not asked for, by any of its flags: with `--generate`, `--count` is none. Never throws. */
export function findPace(options: BulkOptions): Pace | undefined {
  const { generate, duration, rate, concurrency, pipelining } = options;
  const count = generate === undefined ? options.count : undefined;
  if (rate !== undefined)
    return { kind: 'open', perSecond: rate, maxInFlight: concurrency ?? USUAL_MOST_IN_FLIGHT };
  if ([count, duration, concurrency, pipelining].every((each) => each === undefined)) return undefined;
  return {
    kind: 'closed',
    connections: concurrency ?? USUAL_CONCURRENCY,
    pipelining: pipelining ?? 1,
  };
}

/** How many messages that are, of so many things to send; Infinity when only the time ends it. Never throws. */
export function countMessages({ count, duration }: BulkOptions, payloads: number): number {
  return count ?? (duration === undefined ? payloads : Number.POSITIVE_INFINITY);
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

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3_600 };

function rate(text: string): number {
  const [, number, unit = 's'] = /^(\d{1,6}(?:\.\d{1,3})?)(?:\/(s|m|min|h))?$/.exec(text) ?? [];
  const perSecond = Number(number) / (UNIT_SECONDS[unit] ?? 1);
  if (perSecond > 0 && perSecond <= 100_000) return perSecond;
  throw new InvalidArgumentError(
    'It must be requests in a time, such as 200/s or 30/min, and at most 100000/s.',
  );
}
