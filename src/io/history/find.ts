import type { Answer, Forwarding } from '../../core/capture/capture.ts';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import { toEventTest } from '../../core/filter/event-glob.ts';
import { toKeptTest } from '../../core/history/fits.ts';
import type { Kept, Query } from '../../core/history/history.ts';
import { toLabels } from '../../core/history/labels.ts';
import { isAnswer, isCount, isTime } from '../../core/history/row-shape.ts';
import { checksumOf, decodeDiagnosis, decodeForwarding, decodeStored } from '../../core/history/stored.ts';
import { bounded, type Connection } from './connection.ts';
import { toDamaged, toHistoryError } from './failure.ts';
import { findSums, type SumsRow } from './insert.ts';
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

const DELIVERY = `SELECT id, received_at, earlier, earlier_verified, first_received_at, same_body, checksum,
  ${bounded('head')}, ${bounded('body')} FROM deliveries WHERE seq = ?`;
const FORWARDINGS = `SELECT checksum, ${bounded('head')}, ${bounded('body')}
  FROM forwardings WHERE delivery = ? ORDER BY seq`;

/** One delivery whole; undefined when it has been removed since. Throws AppError `history_damaged`, and what SQLite throws. */
function readKept(connection: Connection, seq: number): Kept | undefined {
  const row = connection.prepare(DELIVERY).get(seq);
  if (row === undefined) return undefined;
  const { id, received_at, head, body, checksum, ...sums } = row as unknown as DeliveryRow;
  const stored = body instanceof Uint8Array ? decodeStored(id, received_at, { head, body }) : undefined;
  const earlier = findSums(sums);
  if (stored === undefined || earlier === undefined || checksum !== checksumOf([id, received_at, head, body]))
    throw toDamaged(connection.path);
  const owner = { connection, seq, id };
  const [answer, forwardings, diagnosis] = [readAnswer(owner), readForwardings(owner), readDiagnosis(owner)];
  const capture = {
    ...stored,
    ...(answer && { answer }),
    ...(forwardings.length > 0 && { forwardings }),
  };
  return { capture, earlier, ...(diagnosis && { diagnosis }) };
}

interface DeliveryRow extends SumsRow {
  readonly id: string;
  readonly received_at: string;
  readonly head: string;
  readonly body: Uint8Array;
  readonly checksum: number;
}

/** The delivery that a row of another table belongs to. */
interface Owner {
  readonly connection: Connection;
  readonly seq: number;
  readonly id: string;
}

function readAnswer({ connection, seq, id }: Owner): Answer | undefined {
  const row = connection.prepare('SELECT by, status, checksum FROM answers WHERE delivery = ?').get(seq);
  if (row === undefined) return undefined;
  const { checksum, ...answer } = row;
  if (isAnswer(answer) && checksum === checksumOf([id, answer.by, String(answer.status)])) return answer;
  throw toDamaged(connection.path);
}

function readForwardings({ connection, seq, id }: Owner): readonly Forwarding[] {
  return connection
    .prepare(FORWARDINGS)
    .all(seq)
    .map(({ checksum, head, body }) => {
      const isTyped = typeof head === 'string' && (body === null || body instanceof Uint8Array);
      const forwarding = isTyped ? decodeForwarding(head, body) : undefined;
      if (isTyped && forwarding !== undefined && checksum === checksumOf([id, head, body])) return forwarding;
      throw toDamaged(connection.path);
    });
}

function readDiagnosis({ connection, seq, id }: Owner): Diagnosis | undefined {
  const row = connection.prepare('SELECT diagnosis, checksum FROM diagnoses WHERE delivery = ?').get(seq);
  if (row === undefined) return undefined;
  const text = String(row['diagnosis']);
  const diagnosis = decodeDiagnosis(text);
  if (diagnosis !== undefined && row['checksum'] === checksumOf([id, text])) return diagnosis;
  throw toDamaged(connection.path);
}

function guarded<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw toHistoryError(path, error, 'read');
  }
}
