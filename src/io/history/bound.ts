import type { Batches } from './batches.ts';
import type { Connection } from './connection.ts';
import { countDeliveries, readUsedBytes, removeOldest } from './prune.ts';

/** How much a history holds at most, whichever is reached first; `bytes` are those of the file. */
export interface Bound {
  readonly deliveries: number;
  readonly bytes: number;
}

/** What holds unless somebody says otherwise: 100,000 deliveries or 1 GiB. */
export const BOUND: Bound = { deliveries: 100_000, bytes: 1_073_741_824 };

/** How far it goes below the bound when it acts, so that it need not act for every delivery; and how often it looks. */
const SLACK = 1 / 100;

/** So few at a time that a delivery does not wait for it. */
const STEP_ROWS = 100;

/** Keeps a history within its bound. */
export interface BoundKeeper {
  /** To be told of every delivery that was added, with its size. */
  readonly note: (bytes: number) => void;
}

/** Removes the oldest a few at a time, between deliveries. `onPruned` hears of it when it is done. */
export function createBoundKeeper(
  batches: Batches<Connection>,
  {
    bound,
    onPruned,
  }: { readonly bound: Bound; readonly onPruned: (pruned: { readonly removed: number }) => void },
): BoundKeeper {
  // At the first delivery it is looked how much there is already.
  let [deliveries, bytes, isActing] = [bound.deliveries, 0, false];

  async function act(): Promise<void> {
    let removed = 0;
    try {
      for (let goal = bound; ; goal = lower(bound)) {
        const step = await batches.add((connection) => pruneBeyond(connection, goal), 'later');
        if (step === 0) break;
        removed += step;
      }
    } catch {
      // Whoever adds is told of it; here it is tried again next time.
    } finally {
      isActing = false;
    }
    if (removed > 0) onPruned({ removed });
  }

  return {
    note: (size) => {
      deliveries += 1;
      bytes += size;
      const isTime = deliveries > bound.deliveries * SLACK || bytes > bound.bytes * SLACK;
      if (!isTime || isActing) return;
      [deliveries, bytes, isActing] = [0, 0, true];
      void act();
    },
  };
}

function lower({ deliveries, bytes }: Bound): Bound {
  return { deliveries: Math.ceil(deliveries * (1 - SLACK)), bytes: bytes * (1 - SLACK) };
}

function pruneBeyond(connection: Connection, { deliveries, bytes }: Bound): number {
  const excess = countDeliveries(connection) - deliveries;
  if (excess > 0) return removeOldest(connection, Math.min(excess, STEP_ROWS));
  return readUsedBytes(connection) > bytes ? removeOldest(connection, STEP_ROWS) : 0;
}
