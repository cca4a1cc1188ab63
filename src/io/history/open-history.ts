import type { History } from '../../core/history/history.ts';
import { createBatches } from './batches.ts';
import { BOUND, type Bound, createBoundKeeper } from './bound.ts';
import type { Connection } from './connection.ts';
import { openCurrent, tidy } from './current.ts';
import { readExtent } from './extent.ts';
import { isBusy, toHistoryError } from './failure.ts';
import { findKept } from './find.ts';
import { insertCapture, insertConclusion } from './insert.ts';
import { PATIENCE_MS } from './patience.ts';
import { forgetWords, pruneSome, shrinkSome } from './prune.ts';
import { commitTogether } from './transaction.ts';

/** What else can be said about a history. */
export interface HistoryOptions {
  readonly bound?: Bound;
  /** Milliseconds to try again while another process has it locked; 5 s by default. */
  readonly patienceMs?: number | undefined;
  /** Told when deliveries were removed because the bound was reached. */
  readonly onPruned?: (pruned: { readonly removed: number }) => void;
}

/**
 * Opens the history at a path, made where there is none, in a folder that is made for it.
 * Rejects with AppError `file_unwritable`, `history_newer`, `history_locked` or `history_damaged`.
 */
export async function openHistory(path: string, options: HistoryOptions = {}): Promise<History> {
  const { bound = BOUND, onPruned = () => undefined, patienceMs = PATIENCE_MS } = options;
  const current = await openCurrent(path);
  const batches = createBatches<Connection>({
    commit: (jobs) => commitTogether(current.get, jobs),
    isPassing: isBusy,
    patienceMs,
    toFailure: (error) => toHistoryError(path, error),
  });
  const keeper = createBoundKeeper(batches, { bound, onPruned });

  return {
    add: async (capture, labels) => {
      const earlier = await batches.add((context) => insertCapture(context, capture, labels));
      keeper.note(capture.delivery.body.length);
      return earlier;
    },
    conclude: (id, conclusion) =>
      batches.add((context) => insertConclusion(context, id, conclusion), 'later'),
    prune: async (pruning) => {
      await batches.add((context) => forgetWords(context, pruning));
      const removed = await inSteps(() => batches.add((context) => pruneSome(context, pruning)));
      await inSteps(() => batches.add(shrinkSome));
      tidy(current.read());
      return removed;
    },
    find: (query) => findKept(current.read(), query, true),
    extent: () => readExtent(current.read()),
    close: async () => {
      await batches.drain();
      current.close();
    },
  };
}

/** Takes steps until one does nothing, and gives the sum of what they did. */
async function inSteps(step: () => Promise<number>): Promise<number> {
  let sum = 0;
  for (;;) {
    const done = await step();
    if (done === 0) return sum;
    sum += done;
  }
}
