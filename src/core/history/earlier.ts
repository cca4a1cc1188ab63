import type { Earlier } from './history.ts';

/** The last delivery before this one that has the same message id. */
export interface Predecessor {
  /** What was known when it came. */
  readonly earlier: Earlier;
  readonly receivedAt: string;
  readonly isVerified: boolean;
  /** Whether its body is the one of the delivery that comes now. */
  readonly hasSameBody: boolean;
}

/**
 * What is known of all deliveries of a message from the last one alone: each one carries the sum of those before it, so
 * that the thousandth retry costs no more than the second. Never throws.
 */
export function toEarlier(predecessor: Predecessor | undefined): Earlier {
  if (predecessor === undefined) return { count: 0, verified: 0 };
  const { earlier, receivedAt, isVerified, hasSameBody } = predecessor;
  const { firstReceivedAt = receivedAt, sameBody = true } = earlier;
  return {
    count: earlier.count + 1,
    verified: earlier.verified + Number(isVerified),
    firstReceivedAt: firstReceivedAt < receivedAt ? firstReceivedAt : receivedAt,
    sameBody: sameBody && hasSameBody,
  };
}
