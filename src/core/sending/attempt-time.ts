import { findDuration } from '../duration.ts';
import { findMoment } from '../events/timestamp.ts';

/** For which moment an attempt is signed: so far from its own, or one that is the same for all. Whole seconds. */
export type AttemptTime =
  | { readonly kind: 'offset'; readonly seconds: number }
  | { readonly kind: 'fixed'; readonly seconds: number };

/** As Svix does it: each attempt is signed for the moment at which it is made. */
export const OWN_TIME: AttemptTime = { kind: 'offset', seconds: 0 };

/**
 * The time that a person wrote: RFC 3339, Unix seconds, or with a sign and a unit how far from now: `-6m`, `+10m`.
 * Undefined for anything else. Never throws.
 */
export function findAttemptTime(text: string): AttemptTime | undefined {
  const [, sign, length = ''] = /^([+-])(\d+\s*[a-z]+)$/.exec(text) ?? [];
  const seconds = sign === undefined ? findMoment(text) : findDuration(length);
  if (seconds === undefined) return undefined;
  if (sign === undefined) return { kind: 'fixed', seconds };
  return { kind: 'offset', seconds: sign === '-' ? -seconds : seconds };
}

/** The Unix seconds for which an attempt is signed that is made now. Never throws. */
export function toSignedSeconds({ kind, seconds }: AttemptTime, nowSeconds: number): number {
  return kind === 'fixed' ? seconds : nowSeconds + seconds;
}
