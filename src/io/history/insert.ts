import type { Answer, Capture, Forwarding } from '../../core/capture/capture.ts';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import { toEarlier } from '../../core/history/earlier.ts';
import type { Conclusion, Earlier } from '../../core/history/history.ts';
import { type Labels, toLabels } from '../../core/history/labels.ts';
import { isCount, isTime } from '../../core/history/row-shape.ts';
import { checksumOf, encodeForwardingHead, encodeHead } from '../../core/history/stored.ts';
import type { Connection } from './connection.ts';
import { toDamaged } from './failure.ts';

/** Parameters have no numbers: Node 22.19 takes `?1` for a name, and gives it no value. */
const PREDECESSOR = `SELECT received_at, verdict, earlier, earlier_verified, first_received_at, same_body,
  body = ? AS has_same_body FROM deliveries WHERE message_id = ? ORDER BY seq DESC LIMIT 1`;

const INSERT = `INSERT INTO deliveries (id, received_at, verdict, event, fp_id, message_id, earlier,
  earlier_verified, first_received_at, same_body, checksum, head, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;

/** Node 22 stores an empty array whose buffer has no memory as NULL; this one has some. */
const EMPTY = new Uint8Array(1).subarray(0, 0);

function toBlob(bytes: Uint8Array): Uint8Array {
  return bytes.length === 0 ? EMPTY : bytes;
}

/** Writes a delivery with all that is known of it, inside a transaction. Throws what SQLite throws. */
export function insertCapture(
  connection: Connection,
  capture: Capture,
  labels: Labels = toLabels(capture.delivery),
): Earlier {
  const { id, receivedAt, delivery, verdict, answer, forwardings = [] } = capture;
  const { messageId, event, fpId } = labels;
  const earlier = readEarlier(connection, messageId, delivery.body);
  const head = encodeHead(capture);
  const sums = [earlier.count, earlier.verified, earlier.firstReceivedAt ?? null, toFlag(earlier.sameBody)];
  const checksum = checksumOf([id, receivedAt, head, delivery.body]);
  const columns = [id, receivedAt, verdict.kind, event, fpId, messageId];
  const values = [...columns, ...sums, checksum, head, toBlob(delivery.body)];
  const { changes, lastInsertRowid } = connection.prepare(INSERT).run(...values);
  if (changes === 1) {
    const target = { connection, id, seq: Number(lastInsertRowid) };
    insertParts(target, { ...(answer && { answer }), forwardings });
  }
  return earlier;
}

function readEarlier(connection: Connection, messageId: string | null, body: Uint8Array): Earlier {
  if (messageId === null) return toEarlier(undefined);
  const row = connection.prepare(PREDECESSOR).get(toBlob(body), messageId);
  if (row === undefined) return toEarlier(undefined);
  const sums = findSums(row as unknown as SumsRow);
  const receivedAt = row['received_at'];
  if (sums === undefined || !isTime(receivedAt)) throw toDamaged(connection.path);
  return toEarlier({
    earlier: sums,
    receivedAt,
    isVerified: row['verdict'] === 'valid',
    hasSameBody: row['has_same_body'] === 1,
  });
}

/** The columns that sum up the deliveries of the same message before one. */
export interface SumsRow {
  readonly earlier: number;
  readonly earlier_verified: number;
  readonly first_received_at: string | null;
  readonly same_body: number | null;
}

/** What was known of the message when the delivery came; undefined for sums that this tool never writes. Never throws. */
export function findSums(row: SumsRow): Earlier | undefined {
  const { earlier, earlier_verified, first_received_at, same_body } = row;
  const isTimed = first_received_at === null || isTime(first_received_at);
  if (!isCount(earlier) || !isCount(earlier_verified) || earlier_verified > earlier || !isTimed)
    return undefined;
  return {
    count: earlier,
    verified: earlier_verified,
    ...(first_received_at !== null && { firstReceivedAt: first_received_at }),
    ...(same_body !== null && { sameBody: same_body === 1 }),
  };
}

function toFlag(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}

/** Writes what became of a delivery, inside a transaction. Throws what SQLite throws. */
export function insertConclusion(connection: Connection, id: string, conclusion: Conclusion): void {
  const row = connection.prepare('SELECT seq FROM deliveries WHERE id = ?').get(id);
  if (row !== undefined) insertParts({ connection, id, seq: Number(row['seq']) }, conclusion);
}

function insertParts(target: Target, { answer, forwardings = [], diagnosis }: Conclusion): void {
  if (answer !== undefined) insertAnswer(target, answer);
  for (const forwarding of forwardings) insertForwarding(target, forwarding);
  if (diagnosis !== undefined) insertDiagnosis(target, diagnosis);
}

interface Target {
  readonly connection: Connection;
  readonly id: string;
  readonly seq: number;
}

function insertAnswer({ connection, id, seq }: Target, { by, status }: Answer): void {
  const checksum = checksumOf([id, by, String(status)]);
  connection.prepare('INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)').run(seq, by, status, checksum);
}

function insertForwarding({ connection, id, seq }: Target, forwarding: Forwarding): void {
  const { body = null } = forwarding;
  const head = encodeForwardingHead(forwarding);
  const checksum = checksumOf([id, head, body]);
  connection
    .prepare('INSERT INTO forwardings (delivery, checksum, head, body) VALUES (?, ?, ?, ?)')
    .run(seq, checksum, head, body && toBlob(body));
}

function insertDiagnosis({ connection, id, seq }: Target, diagnosis: Diagnosis): void {
  const text = JSON.stringify(diagnosis);
  const checksum = checksumOf([id, text]);
  connection.prepare('INSERT OR REPLACE INTO diagnoses VALUES (?, ?, ?)').run(seq, checksum, text);
}
