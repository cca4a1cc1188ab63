import { basename } from 'node:path';
import type { Capture } from '../../core/capture/capture.ts';
import { type Entry, splitDocument } from '../../core/capture/records.ts';
import { type Delivery, findHeader } from '../../core/delivery/delivery.ts';
import type { HeaderText } from '../../core/delivery/header-lines.ts';
import { parseHeaders } from '../../core/delivery/parse-headers.ts';
import { findHeaderLine, readRequest } from '../../core/delivery/parse-request.ts';
import { AppError } from '../../core/error.ts';
import { toUtf8 } from '../../core/json/encoding.ts';
import { isPresent } from '../../io/input-files.ts';
import { readInput } from '../../io/read-file.ts';
import { readBodyInput } from '../body-input.ts';
import { loadCaptureDecoder } from '../capture-decoder.ts';
import type { Context } from '../command.ts';
import { toHistoryPath, toToldPath, withReader } from '../history-flags.ts';
import { pickKept } from '../kept-delivery.ts';
import { lineOf, toProblem } from '../skipped-entry.ts';

/** A delivery to judge, what to call it, and when it came, where that is known. */
export interface Exhibit {
  readonly source: string;
  readonly delivery: Delivery;
  /** Unix seconds at which a capture was received. */
  readonly receivedSeconds?: number;
  /** How a pasted text was read where that is not obvious: what was corrected, joined or left out. */
  readonly notes?: readonly string[];
}

/** Deliveries to judge. */
export interface Found {
  readonly exhibits: readonly Exhibit[];
  /** False for a file that holds more than its captures, which is named and skipped. */
  readonly isWhole: boolean;
}

function toWhole(exhibit: Exhibit): Found {
  return { exhibits: [exhibit], isWhole: true };
}

/** Where the user said that the delivery is. */
export interface Whereabouts {
  readonly name: string | undefined;
  readonly last: boolean;
  readonly header: readonly string[];
  readonly headers: string | undefined;
  readonly history: string | undefined;
}

/**
 * The deliveries to judge: those of a capture file, one of the history by its id, a raw HTTP request, or a body with
 * headers. Throws AppError `usage`, `no_input`, `file_unreadable` or `file_malformed`, and what the history throws.
 */
export async function findDeliveries(where: Whereabouts, context: Context): Promise<Found> {
  const { name, last } = where;
  if (last && name !== undefined) {
    throw new AppError(
      'usage',
      `--last takes the newest delivery, and "${name}" is named besides.`,
      'Use one of the two.',
    );
  }
  const isId = name !== undefined && KEPT_ID.test(name) && !isPresent(name, context.cwd);
  if (last || (isId && where.header.length === 0 && where.headers === undefined)) {
    refuseHeaders(where);
    const options = { ...(where.history !== undefined && { history: where.history }) };
    return withReader(options, context, (reader) => {
      const { capture } = pickKept(reader, name);
      const path = toToldPath(toHistoryPath(options, context), context);
      return toWhole(toExhibit(capture, `${path}: ${capture.id}`));
    });
  }
  if (where.history !== undefined) {
    const hint = 'Name the id of a delivery, or use --last.';
    throw new AppError('usage', '--history has no effect here: nothing of it is judged.', hint);
  }
  return readDeliveries(where, context);
}

/** The id of a delivery or the beginning of it, or the id that Svix gives a message. */
const KEPT_ID = /^(?:[0-7][0-9A-HJKMNP-TV-Z]{3,25}|msg_\w+)$/i;

function refuseHeaders({ header, headers }: Whereabouts): void {
  if (header.length === 0 && headers === undefined) return;
  const flag = headers === undefined ? '--header' : '--headers';
  throw new AppError(
    'usage',
    `${flag} has no effect beside --last: a capture has its own headers.`,
    'Use one of the two.',
  );
}

async function readDeliveries(where: Whereabouts, context: Context): Promise<Found> {
  const given = readHeaders(where, context);
  const body = await readBodyInput(where.name, context);
  const source = where.name === undefined || where.name === '-' ? 'standard input' : where.name;
  const { headers, notes } = given;
  if (headers.length > 0)
    return toWhole({ source, delivery: { method: 'POST', path: '/', headers, body }, notes });
  const captures = await decodeCaptures(body, source, context);
  if (captures.exhibits.length > 0) return captures;
  const request = readRequest(body);
  if (request.kind === 'request')
    return toWhole({ source, delivery: request.delivery, notes: request.notes });
  const what =
    request.kind === 'curl_trace'
      ? `${source} is what curl -v prints, which does not have the body of the request`
      : `${source} is a body without its headers: it is neither a capture nor a whole HTTP request`;
  throw new AppError(
    'usage',
    `${what}.`,
    'Give the body as a file, and its headers with --headers FILE or --header.',
  );
}

function readHeaders({ header, headers: file }: Whereabouts, { cwd }: Context): HeaderText {
  // A flag is not a log: nothing in it is corrected.
  const lines = header.map((line) => {
    const found = findHeaderLine(line);
    if (found !== undefined) return found;
    throw /[\r\n]/.test(line)
      ? new AppError(
          'usage',
          '--header holds several lines.',
          'Give each header by a --header of its own, or all as a file with --headers FILE.',
        )
      : new AppError('usage', `--header "${line}" is not of the form "name: value".`);
  });
  if (file === undefined) return { headers: lines, notes: [] };
  const bytes = readInput(file, cwd);
  if (bytes.length > MOST_HEADER_BYTES) {
    throw new AppError('file_malformed', `${file} is too large for headers: it has more than 1 MiB.`);
  }
  const { headers, notes, unread, several } = parseHeaders(new TextDecoder().decode(toUtf8(bytes, file)));
  if (several) {
    const hint = 'Leave the headers of one delivery in it.';
    throw new AppError('file_malformed', `${file} holds the headers of several deliveries.`, hint);
  }
  const missing = unread.filter((name) => findHeader(lines, name) === undefined);
  if (headers.length > 0 && missing.length === 0) return { headers: [...headers, ...lines], notes };
  const named = missing.length > 0 ? `: the value of ${missing.join(', ')} is in an unknown form` : '';
  throw new AppError(
    'file_malformed',
    `${headers.length > 0 ? 'Not all' : 'No'} headers understood in ${file}${named}.`,
    FORMS,
  );
}

const MOST_HEADER_BYTES = 1_048_576;

const FORMS =
  'Give lines such as "svix-id: msg_…", JSON, maps and lists as programs print them, a curl command, or the output of curl -v; or each header with --header.';

/** The captures of a file, which may be none. What else is in a file with captures is named and skipped. */
async function decodeCaptures(bytes: Uint8Array, file: string, { report }: Context): Promise<Found> {
  const exhibits: Exhibit[] = [];
  const bad: Exclude<Entry, { readonly kind: 'capture' }>[] = [];
  for (const entry of splitDocument(bytes, basename(file), await loadCaptureDecoder(bytes))) {
    const last = bad.at(-1);
    if (last?.kind === 'bad_byte' && last.source.piece === entry.source.piece) continue;
    if (entry.kind === 'capture') exhibits.push(toExhibit(entry.capture, `${file}:${lineOf(entry)}`));
    else bad.push(entry);
  }
  const invalid = bad.find((entry) => entry.kind === 'invalid_capture');
  if (exhibits.length === 0 && invalid !== undefined)
    throw new AppError('file_malformed', `${file}:${lineOf(invalid)}: ${invalid.problem}`);
  for (const entry of exhibits.length === 0 ? [] : bad) {
    const message = `${file}:${lineOf(entry)}: ${toProblem(entry)}`;
    report({ type: 'notice', code: 'not_judged', message });
  }
  return { exhibits, isWhole: bad.length === 0 };
}

function toExhibit({ receivedAt, delivery }: Capture, source: string): Exhibit {
  return { source, delivery, receivedSeconds: Math.floor(Date.parse(receivedAt) / 1_000) };
}
