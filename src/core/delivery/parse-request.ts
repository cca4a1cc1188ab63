import { Buffer } from 'node:buffer';
import { toBuffer } from '../bytes.ts';
import { findJson } from '../json/scan.ts';
import { type Delivery, findHeader, type RawHeaders } from './delivery.ts';

/** Result of reading a text that may be a whole request. */
export type RequestText =
  /** `notes` tell how the text was read where that is not obvious, each a sentence. */
  | { readonly kind: 'request'; readonly delivery: Delivery; readonly notes: readonly string[] }
  /** Output of `curl -v`: it has the headers of a request and not its body. */
  | { readonly kind: 'curl_trace' }
  | { readonly kind: 'other' };

const REQUEST_LINE = /^[A-Z]{3,7} \S+ HTTP\/\d(?:\.\d)?\r?$/;
const TRACE_LINE = /^> [A-Z]{3,7} \S+ HTTP\/\d(?:\.\d)?\r?$/m;
const MOST_BLANK_LINES = 100;

/**
 * Reads a raw HTTP request (from a proxy, `nc`, a capture of packets) as a receiver would: nothing is put right, chunks
 * are joined. Empty lines may stand before it. Never throws.
 */
export function readRequest(bytes: Uint8Array): RequestText {
  const text = toBuffer(bytes).toString('latin1');
  const start = findStart(text);
  if (start !== undefined) return toRequest(text.slice(start));
  return /^[*>{]/.test(text) && TRACE_LINE.test(text) ? { kind: 'curl_trace' } : { kind: 'other' };
}

/** Offset of the request line; only a byte order mark and empty lines may be before it. */
function findStart(text: string): number | undefined {
  let start = text.startsWith('\xef\xbb\xbf') ? 3 : 0;
  for (let skipped = 0; skipped < MOST_BLANK_LINES; skipped += 1) {
    const feed = text.indexOf('\n', start);
    const line = text.slice(start, feed === -1 ? text.length : feed);
    if (REQUEST_LINE.test(line)) return start;
    if (feed === -1 || line.trim() !== '') return undefined;
    start = feed + 1;
  }
  return undefined;
}

function toRequest(text: string): RequestText {
  const [line = ''] = text.split('\n', 1);
  const [method = 'POST', path = '/'] = line.split(' ');
  const end = /\r?\n\r?\n/.exec(text);
  const head = end === null ? text : text.slice(0, end.index);
  const { headers, notes } = readWireHeaders(head.slice(line.length + 1));
  const framed = end === null ? '' : text.slice(end.index + end[0].length);
  const read = end === null ? NO_BODY : readBody(framed, headers);
  const delivery = { method, path, headers, body: Buffer.from(read.body, 'latin1') };
  return { kind: 'request', delivery, notes: [...notes, ...read.notes] };
}

const NO_BODY: Chunks = { body: '', notes: ['No empty line follows the headers, so there is no body.'] };

/** A header line as RFC 9112 section 5 has it: a token, a colon and a value, of which only the white space around it is no part. Never throws. */
export function findHeaderLine(line: string): RawHeaders[number] | undefined {
  const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):([^\r\n]*)$/.exec(line) ?? [];
  return name === undefined || value === undefined ? undefined : [name, trimBy(value, isBlank)];
}

/** A text without what stands at its ends and is to go. Never throws. */
export function trimBy(text: string, isOut: (character: string) => boolean): string {
  let start = 0;
  let end = text.length;
  while (start < end && isOut(text.charAt(start))) start += 1;
  while (end > start && isOut(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** White space around a value; other spaces of Unicode are part of it. Source: RFC 9110 section 5.6.3. */
export const isBlank = (character: string) => character === ' ' || character === '\t';

/** Header lines as they came over the wire. A folded line is joined by a space. Never throws. Source: RFC 9112 section 5.2. */
export function readWireHeaders(head: string): { headers: RawHeaders; notes: readonly string[] } {
  const headers: [string, string][] = [];
  const folded = new Set<string>();
  const others: number[] = [];
  for (const [index, line] of head.split(/\r?\n/).entries()) {
    const last = headers.at(-1);
    const header = findHeaderLine(line);
    if (isBlank(line.charAt(0)) && last !== undefined) {
      last[1] = `${last[1]} ${trimBy(line, isBlank)}`;
      folded.add(last[0]);
    } else if (header !== undefined) headers.push([...header]);
    // The request line is line 1.
    else if (line !== '') others.push(index + 2);
  }
  const notes = [
    ...[...folded].map((name) => `Joined the folded lines of ${name} with a space.`),
    ...(others.length > 0
      ? [`Ignored what is not a header: ${toLines(others)}. A receiver may answer 400.`]
      : []),
  ];
  return { headers, notes };
}

/** Numbers of lines in words, the first few. Never throws. */
export function toLines(numbers: readonly number[]): string {
  const shown = numbers.slice(0, MOST_LINES).join(', ');
  const more = numbers.length > MOST_LINES ? ` and ${numbers.length - MOST_LINES} more` : '';
  return `line${numbers.length === 1 ? '' : 's'} ${shown}${more}`;
}

const MOST_LINES = 5;

/** The body that a receiver finds. A transfer encoding comes before a length. Source: RFC 9112 section 6.3. */
function readBody(framed: string, headers: RawHeaders): Chunks {
  const coding = findHeader(headers, 'transfer-encoding') ?? '';
  if (/(?:^|[ \t,])chunked[ \t]*$/i.test(coding)) return joinChunks(framed);
  const lengths = new Set((findHeader(headers, 'content-length') ?? '').split(/[ \t]*,[ \t]*/));
  const [announced = ''] = lengths;
  if (announced === '') return { body: framed, notes: [] };
  if (lengths.size > 1 || !/^\d{1,15}$/.test(announced)) {
    return { body: framed, notes: ['Content-Length is not one whole number: a receiver answers 400.'] };
  }
  return cut(framed, Number(announced));
}

function cut(framed: string, length: number): Chunks {
  if (length === framed.length) return { body: framed, notes: [] };
  if (length > framed.length) {
    return {
      body: framed,
      notes: [`Content-Length is ${length}, but only ${framed.length} bytes follow the headers.`],
    };
  }
  const body = framed.slice(0, length);
  const rest = framed.slice(length);
  const what = rest.trim() === '' ? 'the white space' : `the ${rest.length} bytes`;
  // A receiver stops at the length. Where the body was laid out anew after it was received, that would only hide why.
  const isWhole =
    rest.trim() === '' || /^\s*[A-Z]{3,7} \S+ HTTP\//.test(rest) || findJson(body) !== undefined;
  return isWhole
    ? { body, notes: [`Left out ${what} after the body: Content-Length is ${length}.`] }
    : {
        body: framed,
        notes: [`Content-Length is ${length}, but the body has ${framed.length} bytes: all are judged.`],
      };
}

/** A body with how it was read, each a sentence. The text is Latin-1, a character for each byte. */
export interface Chunks {
  readonly body: string;
  readonly notes: readonly string[];
}

/**
 * Joins the chunks of a body; extensions and trailers are left out. A body that has no chunks is given as it is, and one
 * whose chunks are broken up to there, with a note. Never throws. Source: RFC 9112 section 7.1.
 */
function joinChunks(text: string): Chunks {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const { size, start } = readSize(text, at);
    if (size === undefined) return toBroken(text, at, parts);
    if (size === 0)
      return { body: parts.join(''), notes: [...toJoined(parts), ...findRest(text.slice(start))] };
    const data = text.slice(start, start + size);
    parts.push(data);
    if (data.length < size) {
      const problem = `Chunk ${parts.length} has the size ${size}, but only ${data.length} of it are there: the body is cut off.`;
      return { body: parts.join(''), notes: [problem] };
    }
    const end = /^\r?\n/.exec(text.slice(start + size, start + size + 2));
    if (end === null && start + size < text.length) {
      const problem = `Chunk ${parts.length} has the size ${size} but does not end there: what follows is left out.`;
      return { body: parts.join(''), notes: [problem] };
    }
    at = start + size + (end?.[0].length ?? 0);
  }
}

/** An extension of a chunk is no longer than this. */
const LONGEST_SIZE_LINE = 4_096;

function readSize(text: string, at: number): { readonly size?: number; readonly start: number } {
  const line = text.slice(at, at + LONGEST_SIZE_LINE);
  const [all, digits] = /^([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]*)?(?:\r?\n|$)/i.exec(line) ?? [];
  if (all === undefined || digits === undefined) return { start: at };
  return { size: Number.parseInt(digits, 16), start: at + all.length };
}

function toBroken(text: string, at: number, parts: readonly string[]): Chunks {
  if (parts.length === 0) {
    const note = 'Transfer-Encoding is chunked, but the body has no chunks: it is judged unchanged.';
    return { body: text, notes: text === '' ? [] : [note] };
  }
  const problem =
    at >= text.length
      ? 'The last chunk, of size 0, is missing: the body may be cut off.'
      : `Ignored what follows chunk ${parts.length}: it is not a chunk.`;
  return { body: parts.join(''), notes: [...toJoined(parts), problem] };
}

function toJoined({ length }: readonly string[]): readonly string[] {
  if (length === 0) return [];
  return [length === 1 ? 'Took the body out of its chunk.' : `Joined the ${length} chunks of the body.`];
}

/** Trailers end with an empty line; what follows belongs to no request. */
function findRest(text: string): readonly string[] {
  const trailers = /^(?:[^\s:]+:[^\r\n]*\r?\n)*/.exec(text)?.[0] ?? '';
  const count = trailers.split('\n').length - 1;
  const rest = text.slice(trailers.length).trim().length;
  return [
    ...(count > 0 ? [`Left out ${count} trailer${count === 1 ? '' : 's'}.`] : []),
    ...(rest > 0 ? [`Left out the ${rest} bytes after the last chunk.`] : []),
  ];
}
