import { findHeader, type RawHeaders } from '../delivery/delivery.ts';

/** How much of an answer is kept beside its delivery, in bytes. */
export const KEPT_ANSWER_BYTES = 20_000;

/**
 * What is kept of an answer: at most `KEPT_ANSWER_BYTES`, and nothing of a compressed one that is longer, because a part
 * of it cannot be read by anybody. The bytes are a copy, so that the rest is not held. Never throws.
 */
export function toKeptBody({
  headers,
  body,
}: {
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
}): Uint8Array {
  if (body.length <= KEPT_ANSWER_BYTES) return body;
  return findHeader(headers, 'content-encoding') === undefined
    ? body.slice(0, KEPT_ANSWER_BYTES)
    : new Uint8Array();
}
