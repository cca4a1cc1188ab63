import { toBuffer } from '../../bytes.ts';
import type { Answer, Capture, Forwarding } from '../../capture/capture.ts';
import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import { isAnswer, isId } from '../row-shape.ts';
import { checksumOf, decodeDiagnosis, decodeForwarding, decodeStored } from '../stored.ts';
import type { Candidate } from './candidates.ts';
import { type Column, kindOf, readInteger } from './record.ts';

/** The columns of one row, to be asked by their place. */
interface Row {
  readonly text: (index: number) => string;
  readonly bytes: (index: number) => Uint8Array | null;
  readonly integer: (index: number) => number | null;
}

function toRow(payload: Uint8Array, columns: readonly Column[]): Row {
  const columnAt = (index: number) => columns[index] ?? { serial: 0, start: 0, end: 0 };
  const bytes = (index: number) => {
    const column = columnAt(index);
    return kindOf(column) === 'null' ? null : payload.subarray(column.start, column.end);
  };
  return {
    bytes,
    text: (index) => toBuffer(bytes(index) ?? new Uint8Array()).toString('utf8'),
    integer: (index) => (kindOf(columnAt(index)) === 'null' ? null : readInteger(payload, columnAt(index))),
  };
}

/** The first of the rows that a candidate may be for which this gives something. */
function firstOf<Value>(candidate: Candidate, find: (row: Row) => Value | undefined): Value | undefined {
  for (const payload of candidate.payloads()) {
    const found = find(toRow(payload, candidate.layout.columns));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The delivery that a candidate is, if its checksum says that it is whole. Never throws. */
export function findDelivery(candidate: Candidate): Capture | undefined {
  return firstOf(candidate, ({ text, bytes, integer }) => {
    const [id, receivedAt, head, body] = [text(1), text(2), text(12), bytes(13) ?? new Uint8Array()];
    if (checksumOf([id, receivedAt, bytes(12), body]) !== integer(11)) return undefined;
    return decodeStored(id, receivedAt, { head, body: Uint8Array.from(body) });
  });
}

/** The answer that a candidate is, if it is whole and belongs to the delivery with this id. Never throws. */
export function findAnswer(candidate: Candidate, id: string): Answer | undefined {
  return firstOf(candidate, ({ text, integer }) => {
    const [by, status] = [text(1), integer(2)];
    if (checksumOf([id, by, String(status)]) !== integer(3)) return undefined;
    const answer = { by, status };
    return isAnswer(answer) ? answer : undefined;
  });
}

/** The forwarding, on the same terms. Never throws. */
export function findForwarding(candidate: Candidate, id: string): Forwarding | undefined {
  return firstOf(candidate, ({ text, bytes, integer }) => {
    const body = bytes(4);
    if (checksumOf([id, bytes(3), body]) !== integer(2)) return undefined;
    return decodeForwarding(text(3), body && Uint8Array.from(body));
  });
}

/** The diagnosis, on the same terms. Never throws. */
export function findDiagnosis(candidate: Candidate, id: string): Diagnosis | undefined {
  return firstOf(candidate, ({ text, bytes, integer }) =>
    checksumOf([id, bytes(2)]) === integer(1) ? decodeDiagnosis(text(2)) : undefined,
  );
}

/** The number in a column, true or not. Never throws. */
export function peekInteger({ start, layout }: Candidate, index: number): number | undefined {
  return toRow(start, layout.columns).integer(index) ?? undefined;
}

/** The id in a column, or undefined when none stands there. Never throws. */
export function peekId({ start, layout }: Candidate, index: number): string | undefined {
  const id = toRow(start, layout.columns).text(index);
  return isId(id) ? id : undefined;
}
