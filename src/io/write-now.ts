import { writeSync } from 'node:fs';

const RETRY_MS = 5;

/** Writes all of a text to a descriptor before it returns, however long that takes. Throws what `fs.writeSync` throws, but not EAGAIN. */
export function writeNow(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; ) {
    try {
      start += writeSync(descriptor, bytes, start);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      // A pipe that another program made non-blocking, and that is full just now.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}
