import { Buffer } from 'node:buffer';
import { findMessageId } from '../delivery/message-id.ts';
import { createLocator } from '../document/locate.ts';
import type { DecodeCapture } from '../document/split.ts';
import { splitDocument } from '../document/split.ts';
import { AppError } from '../error.ts';

/** One thing to send: bytes, and what they are called. */
export interface Parcel {
  /** The fixture's name, or the file with the line when it holds several. */
  readonly source: string;
  /** The payload's `event_kind`; null when it has none. */
  readonly event: string | null;
  readonly body: Uint8Array;
  /** The message id of a capture, which a retry keeps; absent for a payload, which gets a new one. */
  readonly messageId?: string;
}

/** What a file gives to send, and how many captures in it were cut off. */
export interface Parcels {
  readonly parcels: readonly Parcel[];
  readonly tornLines: readonly number[];
}

/**
 * The payloads and captures of a file, each with its exact bytes: a file with one payload is sent as it is, also with
 * the line end at its end. Throws AppError `file_malformed`, naming line and column.
 */
export function toParcels(bytes: Uint8Array, file: string, decodeCapture: DecodeCapture): Parcels {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('utf8')
    .replace(/^\ufeff/, '');
  const parcels: Parcel[] = [];
  const tornLines: number[] = [];
  for (const entry of splitDocument(text, file, decodeCapture)) {
    const { source } = entry;
    const place =
      source.startLine > 1 || source.root.length > 0
        ? `${file}:${createLocator(source).placeOf([]).line}`
        : file;
    switch (entry.kind) {
      case 'payload': {
        const whole = source.text === text && source.root.length === 0;
        const body = whole ? bytes : Buffer.from(createLocator(source).textOf([]));
        parcels.push({ source: place, event: eventOf(entry.value), body });
        break;
      }
      case 'capture': {
        const { headers, body } = entry.capture.delivery;
        const messageId = findMessageId(headers);
        parcels.push({
          source: place,
          event: eventOf(parse(body)),
          body,
          ...(messageId !== null && { messageId }),
        });
        break;
      }
      case 'torn':
        tornLines.push(source.startLine);
        break;
      case 'invalid_capture':
        throw new AppError('file_malformed', `${place}: ${entry.problem}`);
      case 'not_json': {
        const { line, column, problem } = createLocator(source).syntaxError();
        throw new AppError(
          'file_malformed',
          `${file}:${line}:${column} is not JSON: ${problem}.`,
          'Nothing was sent.',
        );
      }
    }
  }
  return { parcels, tornLines };
}

function eventOf(value: unknown): string | null {
  const kind =
    typeof value === 'object' && value !== null && 'event_kind' in value ? value.event_kind : undefined;
  return typeof kind === 'string' ? kind : null;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
}
