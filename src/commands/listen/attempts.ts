import type { Delivery } from '../../core/delivery/delivery.ts';
import { findMessageId } from '../../core/delivery/message-id.ts';

/** Tells how often a message has come. */
export interface Attempts {
  /** 1 for the first verified delivery with its message id, 2 for the next, and so on. */
  readonly count: (delivery: Delivery) => number;
}

/** Svix tries for a day and a half; nobody follows more messages than this by eye. */
const MOST_MESSAGES = 10_000;

/** Counts deliveries by message id and forgets the oldest message beyond 10,000. */
export function createAttempts(): Attempts {
  const counts = new Map<string, number>();
  return {
    count: ({ headers }) => {
      const id = findMessageId(headers);
      if (id === null) return 1;
      const count = (counts.get(id) ?? 0) + 1;
      counts.set(id, count);
      const [oldest] = counts.size > MOST_MESSAGES ? counts.keys() : [];
      if (oldest !== undefined) counts.delete(oldest);
      return count;
    },
  };
}
