import type { RawHeaders } from '../delivery/delivery.ts';
import { createHmacSigner, type HmacSigner } from '../signature/hmac-signer.ts';
import type { Key } from '../signature/secret.ts';
import { checkSignable, type Message, signItem } from '../signature/sign.ts';
import type { HeaderFamily } from '../signature/verdict.ts';

/** What all requests of a run have in common. */
export interface HeaderTemplate {
  /** The headers that stand before those of the signature. */
  readonly others: RawHeaders;
  readonly family: HeaderFamily;
  readonly keys: readonly Key[];
}

/**
 * Signs one request after the other into one and the same list: name, value, name, value. What is in it holds until the next
 * call, because making a list for each takes about as long as a signature. Throws AppError `usage` as `sign` does.
 */
export type SignHeaders = (message: Message) => string[];

/** Headers of requests that differ only in their id, time and signature. */
export function createHeaderTemplate({ others, family, keys }: HeaderTemplate): SignHeaders {
  const prefix = family === 'svix' ? 'Svix' : 'Webhook';
  const flat = [...others.flat(), `${prefix}-Id`, '', `${prefix}-Timestamp`, '', `${prefix}-Signature`, ''];
  const end = flat.length;
  const items = keys.map(toItem);
  return (message) => {
    checkSignable(message, keys);
    const { id, timestampSeconds, body } = message;
    const time = String(timestampSeconds);
    const start = `${id}.${time}.`;
    flat[end - 5] = id;
    flat[end - 3] = time;
    flat[end - 1] = items.map((item) => item(start, body)).join(' ');
    return flat;
  };
}

/** How one key signs. */
function toItem(key: Key): HmacSigner {
  if (key.kind !== 'symmetric') return (start, body) => signItem(key, start, body);
  const toHmac = createHmacSigner(key.secretKey);
  return (start, body) => `v1,${toHmac(start, body)}`;
}
