import type { IncomingMessage } from 'node:http';

/** A request that is not a delivery, and what it was answered. */
export interface Refusal {
  readonly code:
    | 'body_too_large'
    | 'method_not_allowed'
    | 'path_not_found'
    | 'malformed_request'
    | 'request_timeout'
    | 'request_incomplete';
  readonly status: number;
  readonly message: string;
}

/** What a receiver takes. Sizes are bytes. */
export interface Limits {
  /** The only path that takes deliveries; any when absent. */
  readonly path?: string | undefined;
  readonly maxBodyBytes: number;
}

/** Why a request is refused before its body is read, or undefined. Never throws. */
export function findRefusal(request: IncomingMessage, limits: Limits): Refusal | undefined {
  const { method = '', url = '/' } = request;
  const path = url.split('?', 1)[0];
  if (limits.path !== undefined && path !== limits.path) {
    const message = `${method} ${path}: only ${limits.path} takes deliveries`;
    return { code: 'path_not_found', status: 404, message };
  }
  if (method !== 'POST' && method !== 'GET' && method !== 'HEAD') {
    const message = `${method} ${path}: webhooks are sent with POST`;
    return { code: 'method_not_allowed', status: 405, message };
  }
  return isTooLarge(request, limits) ? toTooLarge(limits) : undefined;
}

/** Whether the sender announces a body beyond the limit. Never throws. */
export function isTooLarge(request: IncomingMessage, { maxBodyBytes }: Limits): boolean {
  return Number(request.headers['content-length'] ?? 0) > maxBodyBytes;
}

/** The refusal of a body beyond the limit. */
export function toTooLarge({ maxBodyBytes }: Limits): Refusal {
  const message = `the body is larger than ${maxBodyBytes} bytes, the most that Svix sends`;
  return { code: 'body_too_large', status: 413, message };
}

/** The report of a body that ended before its length. */
export const INCOMPLETE: Refusal = {
  code: 'request_incomplete',
  status: 400,
  message: 'the sender closed the connection in the middle of the request',
};

/** The refusal of a connection on which no whole request came. Source: Node.js 24, "Event: 'clientError'". */
export function toBroken(error: NodeJS.ErrnoException): Refusal {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return { code: 'request_timeout', status: 408, message: 'the sender was too slow and was cut off' };
  }
  if (error.code === 'HPE_HEADER_OVERFLOW') {
    return { code: 'malformed_request', status: 431, message: 'the headers are too large' };
  }
  // The parser's word for a connection that ended in the middle of a request.
  if (error.code === 'HPE_INVALID_EOF_STATE') return INCOMPLETE;
  return { code: 'malformed_request', status: 400, message: 'the request is not valid HTTP' };
}
