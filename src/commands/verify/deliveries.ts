import { basename } from 'node:path';
import type { Capture } from '../../core/capture/capture.ts';
import type { Delivery, RawHeaders } from '../../core/delivery/delivery.ts';
import { splitDocument } from '../../core/document/split.ts';
import { AppError } from '../../core/error.ts';
import { parseHeaders } from '../../core/request/parse-headers.ts';
import { findRequest } from '../../core/request/parse-request.ts';
import { readInput } from '../../io/input-files.ts';
import { CAPTURES_PATH } from '../../io/state-folder.ts';
import { readBodyInput } from '../body-input.ts';
import { loadCaptureDecoder } from '../capture-decoder.ts';
import type { Context } from '../command.ts';

/** A delivery to judge, what to call it, and when it came, where that is known. */
export interface Exhibit {
  readonly source: string;
  readonly delivery: Delivery;
  /** Unix seconds at which a capture was received. */
  readonly receivedSeconds?: number;
}

/** Where the user said that the delivery is. */
export interface Whereabouts {
  readonly name: string | undefined;
  readonly last: boolean;
  readonly header: readonly string[];
  readonly headers: string | undefined;
}

/**
 * The deliveries to judge: those of a capture file, one of the history by its id, a raw HTTP request, or a body with
 * headers. Throws AppError `usage`, `no_input`, `file_unreadable` or `file_malformed`.
 */
export async function findDeliveries(where: Whereabouts, context: Context): Promise<readonly Exhibit[]> {
  const given = readHeaders(where, context);
  if (where.last) return [pickLast(where, context, await readCaptures(context))];
  if (where.name !== undefined && /^[0-7][0-9A-HJKMNP-TV-Z]{3,25}$/i.test(where.name)) {
    return [pickById(where.name, await readCaptures(context))];
  }
  const bytes = await readBodyInput(where.name, context);
  const source = where.name === undefined || where.name === '-' ? 'standard input' : where.name;
  if (given.length > 0)
    return [{ source, delivery: { method: 'POST', path: '/', headers: given, body: bytes } }];
  const captures = await decodeCaptures(bytes, source);
  if (captures.length > 0) return captures;
  const request = findRequest(bytes);
  if (request !== undefined) return [{ source, delivery: request }];
  throw new AppError(
    'usage',
    `${source} is a body without its headers: it is neither a capture nor a whole HTTP request.`,
    "Add them with --header 'svix-id: …' and so on, or with --headers FILE.",
  );
}

function readHeaders({ header, headers }: Whereabouts, { cwd }: Context): RawHeaders {
  const lines = header.flatMap((line) => {
    const parsed = parseHeaders(line);
    if (parsed.length > 0) return parsed;
    throw new AppError('usage', `--header "${line}" is not of the form "name: value".`);
  });
  if (headers === undefined) return lines;
  const parsed = parseHeaders(Buffer.from(readInput(headers, cwd)).toString('utf8'));
  if (parsed.length > 0) return [...parsed, ...lines];
  throw new AppError(
    'file_malformed',
    `No headers were recognised in ${headers}.`,
    'Lines such as "svix-id: msg_…", JSON, or what curl -v prints are understood.',
  );
}

async function readCaptures({ cwd }: Context): Promise<readonly Exhibit[]> {
  return decodeCaptures(readInput(CAPTURES_PATH, cwd), CAPTURES_PATH);
}

async function decodeCaptures(bytes: Uint8Array, file: string): Promise<readonly Exhibit[]> {
  const exhibits: Exhibit[] = [];
  for (const entry of splitDocument(bytes, basename(file), await loadCaptureDecoder(bytes))) {
    if (entry.kind === 'capture')
      exhibits.push(toExhibit(entry.capture, `${file}:${entry.source.piece.startLine}`));
    if (entry.kind === 'invalid_capture') {
      throw new AppError('file_malformed', `${file}:${entry.source.piece.startLine}: ${entry.problem}`);
    }
  }
  return exhibits;
}

interface CaptureExhibit extends Exhibit {
  readonly id: string;
}

function toExhibit({ id, receivedAt, delivery }: Capture, source: string): CaptureExhibit {
  return { id, source, delivery, receivedSeconds: Math.floor(Date.parse(receivedAt) / 1_000) };
}

function pickLast({ name }: Whereabouts, _context: Context, captures: readonly Exhibit[]): Exhibit {
  if (name !== undefined) {
    throw new AppError(
      'usage',
      `--last takes the newest capture, and "${name}" is named besides.`,
      'Use one of the two.',
    );
  }
  const last = captures.at(-1);
  if (last === undefined) throw new AppError('no_input', `${CAPTURES_PATH} holds no capture.`);
  return last;
}

function pickById(id: string, captures: readonly Exhibit[]): Exhibit {
  const fitting = captures.filter((each) => 'id' in each && String(each.id).startsWith(id.toUpperCase()));
  const [first, second] = fitting;
  if (first === undefined)
    throw new AppError('no_input', `No capture in ${CAPTURES_PATH} has an id that begins with ${id}.`);
  if (second !== undefined) {
    throw new AppError(
      'usage',
      `${fitting.length} captures have an id that begins with ${id}.`,
      'Give more of it.',
    );
  }
  return first;
}
