import { Buffer } from 'node:buffer';
import { toBuffer } from '../delivery/body.ts';
import { type Delivery, findHeader } from '../delivery/delivery.ts';
import { parseHeaders } from './parse-headers.ts';

/** What a text turned out to be. */
export type RequestText =
  | { readonly kind: 'request'; readonly delivery: Delivery }
  /** What `curl -v` prints: it has the headers of a request and not its body. */
  | { readonly kind: 'curl_trace' }
  | { readonly kind: 'other' };

const REQUEST_LINE = /^[A-Z]{3,7} \S+ HTTP\/\d(?:\.\d)?\r?$/;
const TRACE_LINE = /^> [A-Z]{3,7} \S+ HTTP\/\d(?:\.\d)?\r?$/m;
const MOST_BLANK_LINES = 100;

/** Reads a raw HTTP request (from a log, a proxy, `nc`) with its exact body. Empty lines may stand before it. Never throws. */
export function readRequest(bytes: Uint8Array): RequestText {
  const text = toBuffer(bytes).toString('latin1');
  const start = findStart(text);
  if (start !== undefined) return { kind: 'request', delivery: toDelivery(text.slice(start)) };
  return /^[*>{]/.test(text) && TRACE_LINE.test(text) ? { kind: 'curl_trace' } : { kind: 'other' };
}

/** Where the request line begins; nothing but empty lines may come before. */
function findStart(text: string): number | undefined {
  let start = 0;
  for (let skipped = 0; skipped < MOST_BLANK_LINES; skipped += 1) {
    const feed = text.indexOf('\n', start);
    const line = text.slice(start, feed === -1 ? text.length : feed);
    if (REQUEST_LINE.test(line)) return start;
    if (feed === -1 || line.trim() !== '') return undefined;
    start = feed + 1;
  }
  return undefined;
}

function toDelivery(text: string): Delivery {
  const [line = ''] = text.split('\n', 1);
  const [method = 'POST', path = '/'] = line.split(' ');
  const end = /\r?\n\r?\n/.exec(text);
  const head = end === null ? text : text.slice(0, end.index);
  const headers = parseHeaders(head.slice(line.length));
  const body = end === null ? '' : text.slice(end.index + end[0].length);
  return {
    method,
    path,
    headers,
    body: Buffer.from(withoutFileEnd(body, findHeader(headers, 'content-length')), 'latin1'),
  };
}

/** An editor ends a file with a line feed that the request did not have; its own length tells. */
function withoutFileEnd(body: string, length: string | undefined): string {
  const announced = Number(length ?? Number.NaN);
  return announced < body.length && body.slice(announced).trim() === '' ? body.slice(0, announced) : body;
}
