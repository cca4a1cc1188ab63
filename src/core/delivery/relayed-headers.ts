import type { RawHeaders } from './delivery.ts';

/** Headers that speak of one connection, not of the message. Source: RFC 9110 section 7.6.1; RFC 9112. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Headers that the next connection must have of its own. */
const OWN: ReadonlySet<string> = new Set(['host', 'content-length', 'expect']);

/**
 * The headers to pass on with a delivery, in their order and case: all but those of the connection, those that the
 * `Connection` header names, and those that the next request makes anew. Never throws.
 */
export function toRelayedHeaders(headers: RawHeaders): RawHeaders {
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(',').map((each) => each.trim().toLowerCase()));
  return headers.filter(([name]) => {
    const key = name.toLowerCase();
    return !HOP_BY_HOP.has(key) && !OWN.has(key) && !named.includes(key);
  });
}

const RETURNED: ReadonlySet<string> = new Set([
  'content-type',
  'content-encoding',
  'location',
  'retry-after',
  'webhook-delivery',
]);

/** The headers of the app's answer that mean something to the sender. Never throws. */
export function toReturnedHeaders(headers: RawHeaders): RawHeaders {
  return headers.filter(([name]) => RETURNED.has(name.toLowerCase()));
}
