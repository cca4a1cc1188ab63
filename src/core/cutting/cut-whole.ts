import type { PartProblem } from '../validation/parts/part.ts';
import { createByteQueue } from './byte-queue.ts';
import { type Cutter, SIZES } from './cut.ts';

/** Size of the largest content that is read whole, in bytes: as for a line or an element. */
export const MOST_BYTES = SIZES.longestBytes;

/** Holds content that is one value, of which there is one part. */
export function createWholeCutter(name: string, mostBytes: number = MOST_BYTES): Cutter {
  const queue = createByteQueue();
  const isTooLarge = () => queue.end() > mostBytes;
  return {
    push: (chunk) => {
      queue.push(chunk);
      if (isTooLarge()) queue.takeTo(queue.end());
      return [];
    },
    end: () => {
      const bytes = queue.takeTo(queue.end());
      return [{ bytes, column: 1, ...(isTooLarge() && { problem: toTooLarge(name, mostBytes) }) }];
    },
  };
}

/** What is said of one value that is larger. Never throws. */
export function toTooLarge(name: string, mostBytes: number = MOST_BYTES): PartProblem {
  const size = `${Math.floor(mostBytes / 1_048_576)} MiB`;
  const message = `Cannot read ${name}: it is one JSON value and larger than ${size}. NDJSON and arrays are read at any size.`;
  return { code: 'file_unreadable', message };
}
