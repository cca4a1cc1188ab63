import { Buffer } from 'node:buffer';
import { toBuffer } from '../delivery/body.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { parseHeaders } from './parse-headers.ts';

const REQUEST_LINE = /^(?:> )?([A-Z]{3,7}) (\S+) HTTP\/\d(?:\.\d)?\r?$/m;

/**
 * A raw HTTP request as text (from a log, a proxy, `nc`, or what `curl -v` printed) as a delivery with its exact body,
 * or undefined when the bytes do not begin like one. Lines of curl about the connection may stand before it. Never throws.
 */
export function findRequest(bytes: Uint8Array): Delivery | undefined {
  const text = toBuffer(bytes).toString('latin1');
  const start = REQUEST_LINE.exec(text);
  const before = start === null ? undefined : text.slice(0, start.index);
  if (start === null || before === undefined || !/^(?:[*>] ?.*\r?\n|[{}] \[.*\r?\n|\s*\n)*$/.test(before))
    return undefined;
  const [, method = 'POST', path = '/'] = start;
  const end = findHeadEnd(text, start.index);
  const head = text.slice(start.index, end.head);
  return { method, path, headers: parseHeaders(head), body: Buffer.from(text.slice(end.body), 'latin1') };
}

/** Where the headers end and the body begins: at the first empty line, which curl shows as `> `. */
function findHeadEnd(text: string, from: number): { readonly head: number; readonly body: number } {
  const empty = /\r?\n(?:> ?)?\r?\n/g;
  empty.lastIndex = from;
  const match = empty.exec(text);
  return match === null
    ? { head: text.length, body: text.length }
    : { head: match.index, body: match.index + match[0].length };
}
