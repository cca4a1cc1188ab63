import type { Answer, Forwarding } from '../../core/capture/capture.ts';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Earlier, Kept } from '../../core/history/history.ts';
import { isAnswer } from '../../core/history/row-shape.ts';
import { checksumOf, decodeDiagnosis, decodeForwarding, decodeStored } from '../../core/history/stored.ts';
import { bounded, type Connection } from './connection.ts';
import { toDamaged } from './failure.ts';
import { findSums, type SumsRow } from './insert.ts';

/** One delivery whole; undefined when it has been removed since. Throws AppError `history_damaged`, and what SQLite throws. */
export function readKept(connection: Connection, seq: number): Kept | undefined {
  const delivery = readDelivery(connection, seq);
  if (delivery === undefined) return undefined;
  const owner = { connection, seq, id: delivery.capture.id };
  return withParts(delivery, {
    answer: readAnswer(owner),
    forwardings: readForwardings(owner),
    diagnosis: readDiagnosis(owner),
  });
}

/** Parts of a delivery that are in tables of their own. */
interface Parts {
  readonly answer: Answer | undefined;
  readonly forwardings: readonly Forwarding[];
  readonly diagnosis: Diagnosis | undefined;
}

/** Puts a delivery together. Never throws. */
export function withParts({ capture, ...rest }: Kept, { answer, forwardings, diagnosis }: Parts): Kept {
  return {
    ...rest,
    capture: { ...capture, ...(answer && { answer }), ...(forwardings.length > 0 && { forwardings }) },
    ...(diagnosis && { diagnosis }),
  };
}

const DELIVERY = `SELECT id, received_at, earlier, earlier_verified, first_received_at, same_body, checksum,
  ${bounded('head')}, ${bounded('body')} FROM deliveries WHERE seq = ?`;

/** A row of `deliveries`, on the same terms. Recovery, which sums up anew, passes over sums that are wrong. */
export function readDelivery(
  connection: Connection,
  seq: number,
  toSums: (row: SumsRow) => Earlier | undefined = findSums,
): Kept | undefined {
  const row = connection.prepare(DELIVERY).get(seq);
  if (row === undefined) return undefined;
  const { id, received_at, head, body, checksum, ...sums } = row as unknown as DeliveryRow;
  const capture = body instanceof Uint8Array ? decodeStored(id, received_at, { head, body }) : undefined;
  const earlier = toSums(sums);
  if (
    capture === undefined ||
    earlier === undefined ||
    checksum !== checksumOf([id, received_at, head, body])
  )
    throw toDamaged(connection.path);
  return { capture, earlier };
}

interface DeliveryRow extends SumsRow {
  readonly id: string;
  readonly received_at: string;
  readonly head: string;
  readonly body: Uint8Array;
  readonly checksum: number;
}

/** The delivery that a row of another table belongs to. */
export interface Owner {
  readonly connection: Connection;
  readonly seq: number;
  readonly id: string;
}

/** Its answer. Throws AppError `history_damaged`, and what SQLite throws. */
export function readAnswer({ connection, seq, id }: Owner): Answer | undefined {
  const row = connection.prepare('SELECT by, status, checksum FROM answers WHERE delivery = ?').get(seq);
  if (row === undefined) return undefined;
  const { checksum, ...answer } = row;
  if (isAnswer(answer) && checksum === checksumOf([id, answer.by, String(answer.status)])) return answer;
  throw toDamaged(connection.path);
}

const FORWARDING = `SELECT checksum, ${bounded('head')}, ${bounded('body')} FROM forwardings`;

function readForwardings(owner: Owner): readonly Forwarding[] {
  const { connection, seq } = owner;
  const rows = connection.prepare(`${FORWARDING} WHERE delivery = ? ORDER BY seq`).all(seq);
  return rows.map((row) => toForwarding(owner, row));
}

/** One of its forwardings by its own number, on the same terms. */
export function readForwarding(owner: Owner, seq: number): Forwarding | undefined {
  const row = owner.connection.prepare(`${FORWARDING} WHERE seq = ?`).get(seq);
  return row && toForwarding(owner, row);
}

function toForwarding(
  { connection, id }: Owner,
  { checksum, head, body }: Record<string, unknown>,
): Forwarding {
  const isTyped = typeof head === 'string' && (body === null || body instanceof Uint8Array);
  const forwarding = isTyped ? decodeForwarding(head, body) : undefined;
  if (isTyped && forwarding !== undefined && checksum === checksumOf([id, head, body])) return forwarding;
  throw toDamaged(connection.path);
}

/** Its diagnosis, on the same terms. */
export function readDiagnosis({ connection, seq, id }: Owner): Diagnosis | undefined {
  const row = connection.prepare('SELECT diagnosis, checksum FROM diagnoses WHERE delivery = ?').get(seq);
  if (row === undefined) return undefined;
  const text = String(row['diagnosis']);
  const diagnosis = decodeDiagnosis(text);
  if (diagnosis !== undefined && row['checksum'] === checksumOf([id, text])) return diagnosis;
  throw toDamaged(connection.path);
}
