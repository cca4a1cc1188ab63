import { InvalidArgumentError } from 'commander';
import { AppError } from '../core/error.ts';
import type { HistoryReader, Kept, Query } from '../core/history/history.ts';
import { VERDICT_NAMES } from '../core/signature/verdict.ts';
import { flags, type OptionsOf } from './declare.ts';
import { condition, eventGlob } from './event-flags.ts';
import { pastMoment, positiveInteger } from './flags.ts';
import { toIdStart } from './kept-delivery.ts';

/** Filters of deliveries of the history. Times are Unix milliseconds. */
export const filterFlags = flags({
  event: {
    flag: '--event <glob>',
    about: "only these events, for example 'user.*'; may be repeated",
    parse: eventGlob,
    repeat: true,
  },
  verdict: {
    flag: '--verdict <verdict>',
    about: 'only valid, only invalid, or one kind of verdict',
    parse: verdict,
  },
  status: { flag: '--status <status>', about: 'only those answered 200, 5xx or none', parse: status },
  fpId: { flag: '--fp-id <id>', about: 'only those of this fp_id, or of those that begin so' },
  since: {
    flag: '--since <time>',
    about: 'only those from then on: 2h, 30d, 2026-11-22T09:00:00Z',
    parse: pastMoment,
  },
  until: { flag: '--until <time>', about: 'only those before then', parse: pastMoment },
  where: {
    flag: '--where <condition>',
    about: 'only where this holds, for example status=fail; may be repeated',
    parse: condition,
    repeat: true,
  },
});

/** Flags that choose deliveries: the filters and a limit. */
export const selectionFlags = flags({
  ...filterFlags,
  limit: { flag: '--limit <n>', about: 'the newest so many', parse: positiveInteger },
});

export type SelectionOptions = OptionsOf<typeof selectionFlags>;

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
