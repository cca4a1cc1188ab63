import type { Dispatcher } from 'undici';
import { kParser, kSocket } from 'undici/lib/core/symbols.js';
import { refuseAnswer } from './failure.ts';

/** Size of the headers of an answer that are read: names and values together. Node's default of 16 kB is less than apps send. */
export const MAX_ANSWER_HEADER_BYTES = 262_144;

/** The parts of the parser of undici that are used. Source: undici 8.12, `lib/dispatcher/client-h1.js`. */
interface Parser {
  readonly ptr: number;
  readonly llhttp: Readonly<Record<string, (ptr: number, isOn: number) => void>>;
  contentLength: number;
  onHeaderValue: (value: Buffer) => number;
  onHeadersComplete: (status: number, isUpgrade: boolean, keepsAlive: boolean) => number;
  createError: (code: number, data: Buffer) => Error;
}

/**
 * What RFCs let a recipient accept: a line that ends with LF alone (RFC 9112, section 2.2), folded and odd header values
 * (RFC 9112, section 5.2; RFC 9110, section 5.5), spaces around the size of a chunk (RFC 9112, section 7.1.1). Two lengths of
 * one body are never accepted.
 */
const LENIENCIES = [
  'optional_cr_before_lf',
  'optional_crlf_after_chunk',
  'headers',
  'spaces_after_chunk_size',
];

/**
 * Lets a new connection of undici accept all answers that RFCs allow and curl accepts, and say of any other what is wrong with
 * it. undici has no options for this: it takes `100 Continue` for a broken answer although a client must accept it unasked
 * (RFC 9110, section 15.2), and it never asks its parser to be lenient. So the parser of the connection is told directly.
 */
export function relaxParser(client: Dispatcher | undefined): void {
  const parser = (client as unknown as Connected)[kSocket]?.[kParser];
  if (parser?.llhttp === undefined) return;
  for (const name of LENIENCIES) parser.llhttp[`llhttp_set_lenient_${name}`]?.(parser.ptr, 1);
  const { onHeaderValue, onHeadersComplete, createError } = parser;
  // undici takes a space behind the number for a digit. A value comes in pieces where packets end.
  parser.onHeaderValue = (value) => {
    const before = parser.contentLength;
    const result = onHeaderValue.call(parser, value);
    if (parser.contentLength !== before && (value.at(-1) ?? 0) <= SPACE)
      parser.contentLength = Number(`${Math.max(before, 0)}${value.toString().trim()}`);
    return result;
  };
  parser.onHeadersComplete = (status, isUpgrade, keepsAlive) => {
    if (status < 100) throw refuseAnswer(`its status is ${String(status).padStart(3, '0')}`);
    if (status === 101) throw refuseAnswer('it switches protocols (101), which was not asked for');
    return onHeadersComplete.call(parser, status === 100 ? 102 : status, isUpgrade, keepsAlive);
  };
  // With a length known, undici calls every fault of an answer a wrong length.
  parser.createError = (code, data) => {
    parser.contentLength = -1;
    return createError.call(parser, code, data);
  };
}

const SPACE = 0x20;

interface Connected {
  readonly [kSocket]?: { readonly [kParser]?: Parser };
}
