import type { HistoryReader, Query } from '../../core/history/history.ts';
import type { Context, Outcome } from '../command.ts';
import { toKeptRecord } from './kept-record.ts';

/** How many are shown unless another number is asked for. */
const FEW = 20;

/** Reports the deliveries that a query means, newest first, and says when there are more, or none. Throws what `find` throws. */
export function printKept(
  reader: HistoryReader,
  { limit = FEW, ...query }: Query,
  { report, showPii }: Context,
): Outcome {
  const listing = { reader, showPii, ...(query.text !== undefined && { words: query.text }) };
  let count = 0;
  for (const kept of reader.find({ ...query, limit: limit + 1 })) {
    if (count === limit) {
      report(toMore(limit));
      return 'passed';
    }
    report(toKeptRecord(kept, listing));
    count += 1;
  }
  if (count > 0) return 'passed';
  report(NONE);
  return 'failed';
}

function toMore(limit: number) {
  return {
    type: 'notice',
    code: 'more_kept',
    message: `These are the newest ${limit}; there are older ones.`,
    hint: `For more: --limit ${limit * 5}`,
  } as const;
}

const NONE = {
  type: 'notice',
  code: 'none_kept',
  message: 'No delivery in the history fits.',
} as const;
