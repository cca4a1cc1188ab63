import type { Delivery } from '../delivery/delivery.ts';
import { toItems } from '../signature/items.ts';
import { readSignatureHeaders } from '../signature/signature-headers.ts';
import type { Verdict } from '../signature/verdict.ts';
import { type Suspicion, suspect } from './diagnosis.ts';

/**
 * The warning that a valid delivery was checked with the old secret of a rotation: an item of the same scheme stands
 * before the one that matched. Undefined otherwise. Never throws.
 * Source: Svix documentation, "Rotating endpoint secrets", 2026: the newest key signs first.
 */
export function findRotation(delivery: Delivery, verdict: Verdict): Suspicion | undefined {
  const headers = readSignatureHeaders(delivery.headers);
  if (verdict.kind !== 'valid' || 'kind' in headers) return undefined;
  const items = toItems(headers.signature);
  const { scheme, itemIndex, keyName } = verdict;
  const isLater = items.slice(0, itemIndex).some((item) => item.startsWith(`${scheme},`));
  if (!isLater) return undefined;
  const place = `${itemIndex + 1} of ${items.length}`;
  const evidence = `Signature ${place} is the one that the secret ${keyName} matches, and the newest secret signs first.`;
  return suspect('old_secret', 'proved', evidence, { keyName });
}
