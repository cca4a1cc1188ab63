import type { OutputQueue } from './output-queue.ts';
import { writeNow } from './write-now.ts';

/**
 * Output to a regular file, which has no reader that could stand still: written at once, for to hand it to a thread
 * takes longer than to write it. It looks like a queue that is always empty.
 * @param onFailure Told of an error of writing to a descriptor; what is added for it from now on is gone.
 */
export function createDirectOutput(onFailure: (descriptor: number, error: unknown) => void): OutputQueue {
  const failed = new Set<number>();
  return {
    add: (descriptor, text) => {
      if (failed.has(descriptor)) return;
      try {
        writeNow(descriptor, text);
      } catch (error) {
        failed.add(descriptor);
        onFailure(descriptor, error);
      }
    },
    hasRoom: () => true,
    isIdle: () => true,
    flush: () => Promise.resolve(true),
  };
}
