import { toEventTest } from '../../core/filter/event-glob.ts';
import { toKeptTest } from '../../core/history/fits.ts';
import type { Kept, Query } from '../../core/history/history.ts';
import { toLabels } from '../../core/history/labels.ts';
import { isCount, isTime } from '../../core/history/row-shape.ts';
import type { Connection } from './connection.ts';
import { toDamaged, toHistoryError } from './failure.ts';
import { readKept } from './read-row.ts';
import { toRowTest } from './search.ts';
import { toSelection } from './selection.ts';

const PAGE = 256;

/**
 * The deliveries that a query means. The file is read a page of keys at a time and nothing stays open in between, so that
 * a slow reader keeps no writer from tidying up. `canWrite`: the connection may bring the index of words up to date itself.
 * Throws AppError `history_damaged` or `history_locked`.
 */
export function* findKept(connection: Connection, query: Query, canWrite: boolean): Generator<Kept> {
  const fits = toKeptTest(query);
  const mayHaveWords = toRowTest(connection, query.text ?? '', canWrite);
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  for (const seq of candidates(connection, query)) {
    if (left === 0) return;
    if (!mayHaveWords(seq)) continue;
    const kept = guarded(connection.path, () => readKept(connection, seq));
    if (kept === undefined || !fits(kept, toLabels(kept.capture.delivery))) continue;
    left -= 1;
    yield kept;
  }
}

/** The rows that may be meant, as far as the columns tell. */
function* candidates(connection: Connection, query: Query): Generator<number> {
  const isEvent = toEventTest(query.events ?? []);
  const { sql, parameters } = toSelection(query);
  let last: readonly [string, number] = query.oldestFirst === true ? ['', 0] : ['\u{10ffff}', 0];
  for (;;) {
    const rows = guarded(connection.path, () => connection.prepare(sql).all(...parameters, ...last, PAGE));
    for (const { seq, received_at, event } of rows) {
      if (!isCount(seq) || !isTime(received_at)) throw toDamaged(connection.path);
      if (isEvent(event as string | null)) yield seq;
      last = [received_at, seq];
    }
    if (rows.length < PAGE) return;
  }
}

function guarded<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw toHistoryError(path, error, 'read');
  }
}
