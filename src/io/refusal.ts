import type { IncomingMessage } from 'node:http';
import { findHeader, type RawHeaders } from '../core/delivery/delivery.ts';
import type { RecordOf } from '../report/records.ts';
import { toCount, toShort } from '../report/text.ts';

/** A request that is not a delivery, and what it was answered. */
export type Refusal = Readonly<Omit<RecordOf<'refused'>, 'type'>>;

/** What a request is measured by. Sizes are bytes. */
export interface RequestLimits {
  /** The only path that takes deliveries; any when absent. */
  readonly path?: string | undefined;
  readonly maxBodyBytes: number;
  readonly maxHeaders: number;
}

/** The most that Svix sends. */
const SVIX_MAX_BYTES = 1_048_576;
const PATH_CHARACTERS = 200;

/**
 * Why a request is refused before its body is read, or undefined. Never throws.
 * @param headers All of the request, as they came: Node's record of distinct ones is made at its first use, which costs
 * more than all that is done here.
 */
export function findRefusal(
  request: IncomingMessage,
  headers: RawHeaders,
  limits: RequestLimits,
): Refusal | undefined {
  return findFramingRefusal(request, headers, limits) ?? findRouteRefusal(request, headers, limits);
}

/** What the parser of Node lets through. */
function findFramingRefusal(
  { httpVersion }: IncomingMessage,
  headers: RawHeaders,
  { maxHeaders }: RequestLimits,
): Refusal | undefined {
  const count = headers.length;
  if (count > maxHeaders) {
    return {
      code: 'headers_too_large',
      status: 431,
      message: `${count} headers: at most ${maxHeaders} are taken`,
    };
  }
  const hosts = headers.filter(([name]) => name.length === 4 && name.toLowerCase() === 'host').length;
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1')) {
    return malformed(`it has ${hosts === 0 ? 'no' : 'more than one'} Host header`);
  }
  const coding = findHeader(headers, 'transfer-encoding');
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') {
    const message = `Transfer-Encoding: ${toShort(coding, 60)}: only chunked is taken`;
    return { code: 'malformed_request', status: 501, message };
  }
  const expect = findHeader(headers, 'expect');
  return expect === undefined || expect.toLowerCase() === '100-continue'
    ? undefined
    : {
        code: 'expectation_unknown',
        status: 417,
        message: `Expect: ${toShort(expect, 60)}: only 100-continue is known`,
      };
}

function findRouteRefusal(
  { method = '', url = '/' }: IncomingMessage,
  headers: RawHeaders,
  limits: RequestLimits,
): Refusal | undefined {
  if (limits.path !== undefined && toPath(url) !== limits.path) {
    const message = `${method} ${toShownPath(url)}: only ${limits.path} takes deliveries`;
    return { code: 'path_not_found', status: 404, message };
  }
  const isVisit = method === 'GET' || method === 'HEAD';
  if (method !== 'POST' && (!isVisit || isSigned(headers))) {
    const shown = `${method} ${toShownPath(url)}`;
    const message = isSigned(headers)
      ? `came as ${shown}: it has the headers of a delivery; a proxy or redirect in between changed POST to ${method}`
      : `${shown}: webhooks are sent with POST`;
    return { code: 'method_not_allowed', status: 405, message };
  }
  return isTooLarge(headers, limits) ? toTooLarge(limits) : undefined;
}

/** Also of headers that a proxy or language renamed: `X-Svix-Id`, `HTTP_SVIX_ID`. */
function isSigned(headers: RawHeaders): boolean {
  return headers.some(([name]) => /(?:svix|webhook)[-_](?:id|timestamp|signature)$/i.test(name));
}

/** A sender that takes this for a proxy gives the whole URL. Source: RFC 9112 section 3.2.2. */
function toPath(target: string): string {
  const origin = /^https?:\/\/[^/?]*/i.exec(target)?.[0] ?? '';
  const path = target.slice(origin.length).split('?', 1)[0] ?? '';
  return path === '' ? '/' : path;
}

function toShownPath(target: string): string {
  return toShort(toPath(target), PATH_CHARACTERS);
}

function isTooLarge(headers: RawHeaders, { maxBodyBytes }: RequestLimits): boolean {
  return Number(findHeader(headers, 'content-length') ?? 0) > maxBodyBytes;
}

/** The refusal of a body beyond the limit. */
export function toTooLarge({ maxBodyBytes }: Pick<RequestLimits, 'maxBodyBytes'>): Refusal {
  const whose = maxBodyBytes === SVIX_MAX_BYTES ? 'the most that Svix sends' : 'the limit here';
  const message = `the body is larger than ${maxBodyBytes} bytes, ${whose}`;
  return { code: 'body_too_large', status: 413, message };
}

/** The report of a body that ended before its length. */
export const INCOMPLETE: Refusal = {
  code: 'request_incomplete',
  status: 400,
  message: 'the sender closed the connection in the middle of the request',
};

/** The refusal of a sender that does not come to an end. */
export const TOO_SLOW: Refusal = {
  code: 'request_timeout',
  status: 408,
  message: 'the sender was too slow and was cut off',
};

/** The refusal of CONNECT. */
export const TUNNEL: Refusal = {
  code: 'method_not_allowed',
  status: 405,
  message: 'CONNECT: this is no proxy, webhooks are sent with POST',
};

/** What a sender is told whose connection is one too many. */
export const SURPLUS: Refusal = {
  code: 'too_many_connections',
  status: 503,
  message: 'too many connections are open; try again later',
};

/** The report of connections beyond the limit. */
export function toTooMany(limit: number, count: number): Refusal {
  const closed = `${toCount(count, 'other was', 'others were')} refused or, being the slowest, closed`;
  return { ...SURPLUS, message: `${limit} connections are open; ${closed}` };
}

/** The first byte of a TLS record that begins a handshake. Source: RFC 8446 section 5.1. */
const TLS_HANDSHAKE = 0x16;

type BrokenError = NodeJS.ErrnoException & { readonly reason?: unknown; readonly rawPacket?: unknown };

/** The refusal of a connection on which no whole request came. Source: Node.js 24, "Event: 'clientError'". */
export function toBroken(error: BrokenError): Refusal {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return TOO_SLOW;
  if (error.code === 'HPE_HEADER_OVERFLOW') {
    return { code: 'headers_too_large', status: 431, message: 'the headers are too large' };
  }
  // The parser's word for a connection that ended in the middle of a request.
  if (error.code === 'HPE_INVALID_EOF_STATE') return INCOMPLETE;
  if (error.code === 'HPE_PAUSED_H2_UPGRADE') {
    return wrongProtocol('the sender speaks HTTP/2, and this port takes HTTP/1.1');
  }
  const { reason, rawPacket } = error;
  if (rawPacket instanceof Uint8Array && rawPacket[0] === TLS_HANDSHAKE) {
    return wrongProtocol('the sender speaks https, and this port takes plain http (--tls changes that)');
  }
  return malformed(typeof reason === 'string' ? `it is not valid HTTP: ${reason}` : 'it is not valid HTTP');
}

function malformed(reason: string): Refusal {
  return { code: 'malformed_request', status: 400, message: `a request was not taken: ${reason}` };
}

function wrongProtocol(message: string): Refusal {
  return { code: 'wrong_protocol', status: 400, message };
}

/** The report of a connection on which no TLS came about. */
export function toHandshakeRefusal({ code = 'unknown' }: NodeJS.ErrnoException): Refusal {
  if (code === 'ERR_TLS_HANDSHAKE_TIMEOUT') return { ...TOO_SLOW, status: null };
  if (code === 'ERR_SSL_HTTP_REQUEST') {
    return { ...wrongProtocol('the sender speaks plain http, and this port takes https'), status: null };
  }
  const isDistrust = /ALERT_(?:UNKNOWN_CA|CERTIFICATE_UNKNOWN|BAD_CERTIFICATE)/.test(code);
  const message = isDistrust
    ? 'the sender does not trust the certificate of this listener and hung up'
    : `no TLS came about with a sender (${code})`;
  return { code: 'tls_failed', status: null, message };
}

/** The report of a connection that was closed as soon as TLS was agreed on. */
export const SILENT_TLS: Refusal = {
  code: 'tls_failed',
  status: null,
  message:
    'a sender closed the connection before its request: it may not trust the certificate of this listener',
};
