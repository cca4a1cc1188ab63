import { Buffer } from 'node:buffer';
import { toBuffer } from '../delivery/body.ts';

/** Bytes that were read and not yet used. Offsets count from the first byte ever pushed. */
export interface ByteQueue {
  readonly push: (chunk: Uint8Array) => void;
  /** Where the bytes begin that are held, and where they end. */
  readonly start: () => number;
  readonly end: () => number;
  /** The bytes up to an offset, which are then no longer held; a copy only where they came in several chunks. */
  readonly takeTo: (offset: number) => Uint8Array;
  /** Where a byte stands for the last time in what is held; undefined where it does not. */
  readonly findLast: (byte: number) => number | undefined;
}

/** An empty queue. */
export function createByteQueue(): ByteQueue {
  const chunks: Uint8Array[] = [];
  let [start, end] = [0, 0];
  const takeTo = (offset: number): Uint8Array => {
    const taken: Uint8Array[] = [];
    let whole = 0;
    while (start < offset) {
      const chunk = chunks[whole];
      if (chunk === undefined) break;
      const length = Math.min(chunk.length, offset - start);
      taken.push(chunk.subarray(0, length));
      if (length === chunk.length) whole += 1;
      else chunks[whole] = chunk.subarray(length);
      start += length;
    }
    chunks.splice(0, whole);
    const [first] = taken;
    return taken.length === 1 && first !== undefined ? first : Buffer.concat(taken);
  };
  const findLast = (byte: number): number | undefined => {
    let chunkEnd = end;
    for (const chunk of chunks.toReversed()) {
      chunkEnd -= chunk.length;
      const found = toBuffer(chunk).lastIndexOf(byte);
      if (found !== -1) return chunkEnd + found;
    }
    return undefined;
  };
  const push = (chunk: Uint8Array) => {
    if (chunk.length > 0) chunks.push(chunk);
    end += chunk.length;
  };
  return { push, start: () => start, end: () => end, takeTo, findLast };
}
