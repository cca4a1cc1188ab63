import { type Delivery, findMessageId, type RawHeaders } from '../delivery/delivery.ts';
import type { Key } from '../signature/secret.ts';
import { isSendableId, signatureHeaders } from '../signature/sign.ts';
import type { HeaderFamily } from '../signature/verdict.ts';

/** With what, and for which moment, a delivery is signed anew. */
export interface Resigning {
  readonly key: Key;
  readonly family: HeaderFamily;
  readonly timestampSeconds: number;
}

/**
 * The headers of a delivery as a retry has them: the same id, a new timestamp and signature, all else in its place.
 * Undefined when the key cannot sign, or there is no id that can be sent. Never throws.
 * Source: Svix documentation, "Retries" (2026): an attempt is signed anew and keeps its message id.
 */
export function findResignedHeaders(
  { headers, body }: Delivery,
  { key, family, timestampSeconds }: Resigning,
): RawHeaders | undefined {
  const id = findMessageId(headers);
  if (id === null || !isSendableId(id) || key.kind === 'public') return undefined;
  const signed = signatureHeaders({ id, timestampSeconds, body }, [key], family);
  const fresh = new Map(signed.map(([name, value]) => [name.toLowerCase(), value]));
  return headers.map(([name, value]) => [name, fresh.get(name.toLowerCase()) ?? value] as const);
}
