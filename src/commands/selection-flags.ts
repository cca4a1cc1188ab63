import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '../core/error.ts';
import type { Condition } from '../core/filter/condition.ts';
import type { HistoryReader, Kept, Query } from '../core/history/history.ts';
import { VERDICT_NAMES } from '../core/signature/verdict.ts';
import { condition, eventGlob, repeated } from './event-flags.ts';
import { pastMoment, positiveInteger } from './flags.ts';
import { toIdStart } from './kept-delivery.ts';

/** The flags by which deliveries of the history are filtered. Times are Unix milliseconds. */
export interface FilterOptions {
  readonly event?: readonly string[];
  readonly verdict?: string;
  readonly status?: string;
  readonly fpId?: string;
  readonly since?: number;
  readonly until?: number;
  readonly where?: readonly Condition[];
}

/** The flags by which deliveries are chosen. */
export interface SelectionOptions extends FilterOptions {
  readonly limit?: number;
}

/** Adds the flags by which deliveries are chosen: the filters and `--limit`. */
export function addSelectionFlags(command: Command): Command {
  return addFilterFlags(command).option('--limit <n>', 'the newest so many', positiveInteger);
}

/** Adds `--event`, `--verdict`, `--status`, `--fp-id`, `--since`, `--until` and `--where`. */
export function addFilterFlags(command: Command): Command {
  return command
    .option('--event <glob>', "only these events, for example 'user.*'; may be repeated", repeated(eventGlob))
    .option('--verdict <verdict>', 'only valid, only invalid, or one kind of verdict', verdict)
    .option('--status <status>', 'only those answered 200, 5xx or none', status)
    .option('--fp-id <id>', 'only those of this fp_id, or of those that begin so')
    .option('--since <time>', 'only those from then on: 2h, 30d, 2026-11-22T09:00:00Z', pastMoment)
    .option('--until <time>', 'only those before then', pastMoment)
    .option(
      '--where <condition>',
      'only where this holds, for example status=fail; may be repeated',
      repeated(condition),
    );
}

function verdict(text: string): string {
  if (VERDICT_NAMES.includes(text)) return text;
  throw new InvalidArgumentError(`It must be one of ${VERDICT_NAMES.join(', ')}.`);
}

function status(text: string): string {
  const name = text.toLowerCase();
  if (/^[1-5](?:\d\d|xx)$|^none$/.test(name)) return name;
  throw new InvalidArgumentError('It must be a status such as 200, a class of them such as 5xx, or none.');
}

/**
 * What to ask the history for; `ids` are ids of captures or their beginnings. Throws AppError `usage` for what can be no
 * id, and for a time that ends before it begins.
 */
export function toQuery(options: SelectionOptions, ids: readonly string[] = []): Query {
  const { event, since, until, limit, verdict, status, fpId, where } = options;
  if (since !== undefined && until !== undefined && since >= until)
    throw new AppError('usage', '--since is not before --until: nothing can have come in between.');
  return {
    ...(ids.length > 0 && { ids: ids.map(toIdStart) }),
    ...(event && { events: event }),
    ...(verdict !== undefined && { verdict }),
    ...(status !== undefined && { status }),
    ...(fpId !== undefined && { fpId }),
    ...(since !== undefined && { since: new Date(since).toISOString() }),
    ...(until !== undefined && { until: new Date(until).toISOString() }),
    ...(where && { where }),
    ...(limit !== undefined && { limit }),
  };
}

/**
 * What a query means, oldest first, as it came. The newest so many can only be put in order when all of them are known.
 * Throws what `find` of the history throws, as it is read.
 */
export function findInOrder(reader: HistoryReader, query: Query): Iterable<Kept> {
  if (query.limit === undefined) return reader.find({ ...query, oldestFirst: true });
  return [...reader.find(query)].reverse();
}
