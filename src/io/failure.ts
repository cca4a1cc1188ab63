import { findTlsFailure, NEEDS_HTTPS } from './tls-failure.ts';

/** Reason for which there is no whole answer to a request. */
export type AnswerFailure = 'refused' | 'timeout' | 'reset' | 'not_found' | 'tls' | 'not_http' | 'failed';

/** Reason for which a delivery has failed without an answer. `unsendable`: there was no request. */
export type FailureCode = AnswerFailure | 'unsendable';

/** The same in words. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  /** The next step, where it depends on more than the code. */
  readonly hint?: string | undefined;
}

/** An answer that took too long: a whole one must have come by then. Never throws. */
export function toTimeout(timeoutMs: number): Failure {
  return { code: 'timeout', message: `no answer within ${timeoutMs / 1_000} s` };
}

/** The failure behind an error of undici or Node. Never throws. */
export function toFailure(error: unknown, timeoutMs: number): Failure {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : '';
  if (code === 'ECONNREFUSED') return { code: 'refused', message: 'connection refused' };
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return toTimeout(timeoutMs);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { code: 'not_found', message: 'host not found' };
  if (CUT_OFF.includes(code) || (isParserError(error) && /\bEOF\b/.test(message))) return CLOSED;
  const tls = findTlsFailure(code, error);
  if (tls !== undefined) return tls;
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return { code: 'not_http', message: 'the headers of the answer are larger than 256 KiB', hint: LOOK };
  if (code === REFUSED_ANSWER) return toRefused(message);
  if (isParserError(error) && TLS_ALERT.test(error.data ?? '')) return NEEDS_HTTPS;
  if (isParserError(error)) return toRefused(explainParser(/\((.*)\)/s.exec(message)?.[1] ?? ''));
  return { code: 'failed', message: `the request failed (${code || 'for an unknown reason'})` };
}

/** What ends an answer too early: the connection itself, or what was promised in the answer's headers. */
const CUT_OFF: readonly string[] = [
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
];
const CLOSED: Failure = { code: 'reset', message: 'connection closed without a whole answer' };

const REFUSED_ANSWER = 'ERR_REFUSED_ANSWER';
const LOOK = 'See the raw answer with curl -v. The app wrote it, or a proxy in front of it.';
/** Source: RFC 8446, section 5.1: the type and the version of a record. */
const TLS_ALERT = /^\x15\x03[\0-\x04]/;
const NO_HTTP = 'it does not begin with HTTP/';

/** An error for an answer that its parser accepts and this tool does not, for a reason that completes "it is refused because …". */
export function refuseAnswer(reason: string): Error {
  return Object.assign(new Error(reason), { code: REFUSED_ANSWER });
}

function toRefused(reason: string): Failure {
  const message = `the answer is not valid HTTP: ${reason}`;
  return { code: 'not_http', message, ...(reason !== NO_HTTP && { hint: LOOK }) };
}

/** Source: undici 8.12, `HTTPParserError`, which has no code. */
function isParserError(error: unknown): error is Error & { readonly data?: string } {
  return error instanceof Error && error.name === 'HTTPParserError';
}

/** What the parser says, in words for those who did not write it. Source: llhttp 9.3, `src/llhttp/http.ts`. */
function explainParser(reason: string): string {
  return PARSER_WORDS.find(([pattern]) => pattern.test(reason))?.[1] ?? (reason || 'for an unknown reason');
}

const PARSER_WORDS: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/^Duplicate Content-Length/, 'it has two Content-Length headers'],
  [/can't be present with/, 'it has both Content-Length and Transfer-Encoding'],
  [/Content-Length/, 'its Content-Length is not a number'],
  [/^Expected HTTP\//, NO_HTTP],
  [/version|^Expected (?:dot|space after version)/i, 'its version is neither HTTP/1.0 nor HTTP/1.1'],
  [/status|^Response overflow/, 'its status is not a number of three digits'],
  [/chunk/i, 'the framing of its chunks is broken'],
  [/\b(?:CR|LF)\b/, 'one of its lines does not end with CR LF'],
  [/Transfer-Encoding/i, 'its Transfer-Encoding does not end with chunked'],
  [/header token|header field/i, 'the name of a header has a character that no name may have'],
  [/header value/i, 'the value of a header has a character that no value may have'],
];

/** Tells whether nobody is there at all, so that everything after it would fail alike. Never throws. */
export function isNobodyThere(code: string | undefined): boolean {
  return code === 'refused' || code === 'not_found';
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
