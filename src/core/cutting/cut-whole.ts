import { createByteQueue } from './byte-queue.ts';
import type { Cut, Cutter } from './cut.ts';

/** What is read whole has at most so many bytes. */
export const MOST_BYTES = 268_435_456;

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
    end: () => [isTooLarge() ? toTooLarge(name, mostBytes) : { bytes: queue.takeTo(queue.end()), column: 1 }],
  };
}

function toTooLarge(name: string, mostBytes: number): Cut {
  const size = `${Math.floor(mostBytes / 1_048_576)} MiB`;
  const message = `Cannot read ${name}: it is one JSON value and larger than ${size}. NDJSON and arrays are read at any size.`;
  return { bytes: new Uint8Array(), column: 1, problem: { code: 'file_unreadable', message } };
}
