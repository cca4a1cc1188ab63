import type { Answer, Forwarding } from '../../core/capture/capture.ts';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import { toEventTest } from '../../core/filter/event-glob.ts';
import { toKeptTest } from '../../core/history/fits.ts';
import type { Kept, Query } from '../../core/history/history.ts';
import { toLabels } from '../../core/history/labels.ts';
import { checksumOf, decodeForwarding, decodeStored } from '../../core/history/stored.ts';
import type { Connection } from './connection.ts';
import { toDamaged, toHistoryError } from './failure.ts';
import { type SumsRow, toSums } from './insert.ts';
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
    for (const { seq, event } of rows) if (isEvent(event as string | null)) yield Number(seq);
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGE) return;
    last = [String(end['received_at']), Number(end['seq'])];
  }
}

/** One delivery whole; undefined when it has been removed since. Throws AppError `history_damaged`, and what SQLite throws. */
function readKept(connection: Connection, seq: number): Kept | undefined {
  const row = connection.prepare('SELECT * FROM deliveries WHERE seq = ?').get(seq);
  if (row === undefined) return undefined;
  const { id, received_at, head, body, checksum, ...sums } = row as unknown as DeliveryRow;
  if (checksum !== checksumOf([id, received_at, head, body])) throw toDamaged(connection.path);
  const answer = connection.prepare('SELECT by, status FROM answers WHERE delivery = ?').get(seq);
  const forwardings = connection
    .prepare('SELECT head, body FROM forwardings WHERE delivery = ? ORDER BY seq')
    .all(seq) as unknown as readonly ForwardingRow[];
  const capture = {
    ...decodeStored(id, received_at, { head, body }),
    ...(answer && { answer: { ...answer } as unknown as Answer }),
    ...(forwardings.length > 0 && { forwardings: forwardings.map(toForwarding) }),
  };
  const diagnosis = readDiagnosis(connection, seq);
  return { capture, earlier: toSums(sums), ...(diagnosis && { diagnosis }) };
}

interface DeliveryRow extends SumsRow {
  readonly id: string;
  readonly received_at: string;
  readonly head: string;
  readonly body: Uint8Array;
  readonly checksum: number;
}

interface ForwardingRow {
  readonly head: string;
  readonly body: Uint8Array | null;
}

function toForwarding({ head, body }: ForwardingRow): Forwarding {
  return decodeForwarding(head, body);
}

function readDiagnosis(connection: Connection, seq: number): Diagnosis | undefined {
  const row = connection.prepare('SELECT diagnosis FROM diagnoses WHERE delivery = ?').get(seq);
  return row === undefined ? undefined : (JSON.parse(String(row['diagnosis'])) as Diagnosis);
}

function guarded<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw toHistoryError(path, error, 'read');
  }
}
