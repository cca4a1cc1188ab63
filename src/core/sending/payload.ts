import { Buffer } from 'node:buffer';
import { findBodyText } from '../bytes.ts';
import { type DecodeCapture, type Entry, splitDocument } from '../capture/records.ts';
import { type Delivery, findMessageId, type RawHeaders } from '../delivery/delivery.ts';
import { AppError } from '../error.ts';
import { toEventKind } from '../events/payload.ts';
import { createLocator } from '../json/locate.ts';
import { toUnpackedName } from '../json/packing.ts';
import { type Source, skipMark } from '../json/piece.ts';
import { findJson } from '../json/scan.ts';
import { explainSyntaxError } from '../json/syntax-error.ts';

/** One thing to send: bytes, and what they are called. */
export interface Payload {
  /** The fixture's name, or the file with the line when it holds several. */
  readonly source: string;
  /** Purpose of a generated payload: `status pass`, `missing fp_id`. */
  readonly name?: string;
  /** The payload's `event_kind`; null when it has none. */
  readonly event: string | null;
  readonly body: Uint8Array;
  /** The message id of a capture, which a retry keeps; absent for a payload, which gets a new one. */
  readonly messageId?: string;
  /** The headers with which a capture came; absent for a payload, which came with none. */
  readonly receivedHeaders?: RawHeaders;
  /** The reason for which it cannot be sent: it fails by name, and all others are sent. */
  readonly problem?: AppError;
}

/** At most so many are held at once: each takes some hundred bytes more than its body. */
export const MOST_PAYLOADS = 1_000_000;

/** Payloads of a file, and the lines of captures that were cut off. */
export interface PayloadsRead {
  readonly payloads: readonly Payload[];
  readonly tornLines: readonly number[];
}

type BadByteEntry = Extract<Entry, { readonly kind: 'bad_byte' }>;

/**
 * The payloads and captures of a file, each with its exact bytes: a file with one payload is sent as it is, also with
 * the line end at its end. Throws AppError `file_malformed`, naming line and column, and `file_unreadable` for more than a
 * million.
 */
export function readPayloads(bytes: Uint8Array, file: string, decodeCapture: DecodeCapture): PayloadsRead {
  const payloads: Payload[] = [];
  const tornLines: number[] = [];
  let bad: BadByteEntry | undefined;
  for (const entry of splitDocument(bytes, toUnpackedName(file), decodeCapture)) {
    if (entry.kind === 'torn') tornLines.push(entry.source.piece.startLine);
    else if (entry.kind === 'bad_byte') bad = entry.source.piece === bad?.source.piece ? bad : entry;
    else if (entry.source.piece === bad?.source.piece && !isWholePiece(entry))
      throw explainBadByte(bad, file);
    else if (payloads.length === MOST_PAYLOADS) throw toCrowd(file);
    else payloads.push(readPayload(entry, bytes, file));
  }
  return { payloads, tornLines };
}

function toCrowd(file: string): AppError {
  const hint = 'Split it, for example with split -l.';
  return new AppError('file_unreadable', `${file} holds more than ${MOST_PAYLOADS} payloads.`, hint);
}

function readPayload(
  entry: Exclude<Entry, { readonly kind: 'torn' | 'bad_byte' }>,
  bytes: Uint8Array,
  file: string,
): Payload {
  const { source } = entry;
  switch (entry.kind) {
    case 'payload':
      return {
        source: nameSource(source, file),
        event: toEventKind(entry.value),
        body: bodyOf(source, bytes),
      };
    case 'capture':
      return payloadOf(entry.capture.delivery, nameSource(source, file));
    case 'invalid_capture':
      throw new AppError('file_malformed', `${file}:${lineOf(source)}: ${entry.problem}`, NOTHING_SENT);
    case 'not_json': {
      const { line, column, problem } = explainSyntaxError(source);
      const message = `${file}:${line}:${column} is not JSON: ${problem}.`;
      throw new AppError('file_malformed', message, NOTHING_SENT);
    }
  }
}

const NOTHING_SENT = 'Nothing was sent.';

function nameSource(source: Source, file: string): string {
  const isFirst = source.piece.startLine === 1 && source.root.length === 0;
  return isFirst ? file : `${file}:${lineOf(source)}`;
}

function lineOf(source: Source): number {
  return createLocator(source).placeOf([]).line;
}

/** The bytes as they stand in the file. Only those of an element go through its text, which then is UTF-8. */
function bodyOf(source: Source, bytes: Uint8Array): Uint8Array {
  const { piece, root } = source;
  if (root.length > 0) return Buffer.from(createLocator(source).textOf([]));
  return piece.bytes.length === skipMark(bytes).length ? bytes : trim(piece.bytes);
}

function trim(bytes: Uint8Array): Uint8Array {
  const isSpace = (byte: number | undefined) => byte === 32 || byte === 9 || byte === 13;
  let [start, end] = [0, bytes.length];
  while (start < end && isSpace(bytes[start])) start += 1;
  while (end > start && isSpace(bytes[end - 1])) end -= 1;
  return bytes.subarray(start, end);
}

/** A delivery to be sent again, whatever was thought of its signature: the same bytes under the same id. Never throws. */
export function payloadOf({ headers, body }: Delivery, source: string): Payload {
  const messageId = findMessageId(headers);
  const event = toEventKind(findJson(findBodyText(body) ?? '')?.value);
  return { source, event, body, receivedHeaders: headers, ...(messageId !== null && { messageId }) };
}

/** A payload that has its piece to itself is sent with whatever bytes it has: an app must bear them, too. */
function isWholePiece({ kind, source }: Entry): boolean {
  return kind === 'not_json' || (kind === 'payload' && source.root.length === 0);
}

function explainBadByte({ bad: { byte, place } }: BadByteEntry, file: string): AppError {
  const message = `${file}:${place.line}:${place.column} is not UTF-8: byte ${byte}.`;
  return new AppError('file_malformed', message, NOTHING_SENT);
}
