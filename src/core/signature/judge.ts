import { verify } from 'node:crypto';
import type { Delivery } from '../delivery/delivery.ts';
import { findBase64Bytes } from './base64.ts';
import { explainItems, toItems } from './items.ts';
import type { AsymmetricKey, Key, SymmetricKey } from './secret.ts';
import { toContent, toHmacBase64 } from './sign.ts';
import { readSignatureHeaders } from './signature-headers.ts';
import type { Verdict } from './verdict.ts';

/** How far a timestamp may be from now, either way. Source: Svix documentation, "Verifying payloads manually", 2026. */
export const TOLERANCE_SECONDS = 300;

// Never a header over HTTP/1.1. Cut down to bytes, such an id could match the signature of another.
const NOT_LATIN_1 = /[^\x00-\xff]/;

/**
 * Judges one delivery and names the first thing that is wrong, in the order a receiver would notice it.
 * One matching item of the signature header is enough; versions it does not know are skipped.
 * Never throws: a forged delivery is an answer, not a failure.
 * Source: Standard Webhooks specification 1.0, "Verifying signatures".
 * @param nowSeconds Unix seconds, passed in so that the verdict depends on nothing else; NaN puts every delivery out of range.
 * @param toleranceSeconds Infinity judges the signature whatever the time.
 */
export function judge(
  delivery: Delivery,
  keys: readonly Key[],
  nowSeconds: number,
  toleranceSeconds: number = TOLERANCE_SECONDS,
): Verdict {
  const headers = readSignatureHeaders(delivery.headers);
  if ('kind' in headers) return headers;
  const { id, timestamp, signature, headerFamily } = headers;
  if (!/^\d{1,12}$/.test(timestamp)) return { kind: 'timestamp_malformed', value: timestamp };
  const ageSeconds = Math.floor(nowSeconds) - Number(timestamp);
  if (!(Math.abs(ageSeconds) <= toleranceSeconds))
    return { kind: 'timestamp_out_of_range', ageSeconds, toleranceSeconds };

  const items = toItems(signature);
  if (NOT_LATIN_1.test(id)) return explainItems(items, keys);
  const match = findMatch(items, keys, `${id}.${timestamp}.`, delivery.body);
  if (match === undefined) return explainItems(items, keys);
  const { key, keyIndex, itemIndex } = match;
  return {
    kind: 'valid',
    ageSeconds,
    headerFamily,
    scheme: key.scheme,
    keyIndex,
    keyName: key.name,
    itemIndex,
    itemCount: items.length,
  };
}

interface Match {
  readonly key: Key;
  readonly keyIndex: number;
  readonly itemIndex: number;
}

function findMatch(
  items: readonly string[],
  keys: readonly Key[],
  start: string,
  body: Uint8Array,
): Match | undefined {
  for (const [keyIndex, key] of keys.entries()) {
    const itemIndex =
      key.scheme === 'v1' ? findHmac(items, key, start, body) : findSignature(items, key, start, body);
    if (itemIndex >= 0) return { key, keyIndex, itemIndex };
  }
  return undefined;
}

// Compared as text, so that no other spelling of the right bytes passes. The digest is made once, however many items
// a hostile header has.
function findHmac(items: readonly string[], key: SymmetricKey, start: string, body: Uint8Array): number {
  const expected = toHmacBase64(key.secretKey, start, body);
  return items.findIndex((item) => item.startsWith('v1,') && isSameText(item.slice(3), expected));
}

function findSignature(
  items: readonly string[],
  key: AsymmetricKey,
  start: string,
  body: Uint8Array,
): number {
  const content = toContent(start, body);
  return items.findIndex((item) => {
    const signature = item.startsWith('v1a,') ? findBase64Bytes(item.slice(4)) : undefined;
    return signature?.length === 64 && verify(null, content, key.publicKey, signature);
  });
}

// Every character is looked at, whatever came before, so that the time tells nothing; the length is no secret.
// `timingSafeEqual` would do the same, but filling its two buffers takes a sixth of the whole verdict.
function isSameText(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < right.length; index += 1) {
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  }
  return difference === 0;
}
