import type { OutputQueue } from './output-queue.ts';
import { writeNow } from './write-now.ts';

/**
 * Output to a regular file, which has no reader that could stand still: what comes in one turn of the event loop is
 * written at its end, without a thread, for to hand it over takes longer than to write it.
 * @param onFailure Told of an error of writing to a descriptor; what is added for it from now on is gone.
 */
export function createDirectOutput(onFailure: (descriptor: number, error: unknown) => void): OutputQueue {
  const failed = new Set<number>();
  let waiting: { readonly descriptor: number; text: string }[] = [];

  function write(): void {
    const all = waiting;
    waiting = [];
    for (const { descriptor, text } of all) {
      if (failed.has(descriptor)) continue;
      try {
        writeNow(descriptor, text);
      } catch (error) {
        failed.add(descriptor);
        onFailure(descriptor, error);
      }
    }
  }

  return {
    add: (descriptor, text) => {
      if (waiting.length === 0) setImmediate(write);
      const last = waiting.at(-1);
      if (last?.descriptor === descriptor) last.text += text;
      else waiting.push({ descriptor, text });
    },
    hasRoom: () => true,
    isIdle: () => waiting.length === 0,
    flush: async () => {
      write();
      return true;
    },
  };
}
