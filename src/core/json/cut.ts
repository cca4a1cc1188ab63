import { Buffer } from 'node:buffer';
import { toBuffer } from '../bytes.ts';

/** Form of the text of a part. */
export type PartForm =
  /** A whole file: one value, an array or lines, which its content tells. */
  | 'document'
  /** Lines of NDJSON, each whole. */
  | 'lines'
  /** Elements of an array with the commas between them, without the brackets of the array. */
  | 'elements';

/** Forms that the user can give to inputs, instead of the one that their content tells. */
export const FORMS = ['payload', 'json', 'ndjson', 'capture', 'har', 'svix'] as const;

/** One of these forms. */
export type InputForm = (typeof FORMS)[number];

/** Content that a reader could not give: it becomes a finding, and the rest goes on. */
export interface PartProblem {
  readonly code: 'line_too_long' | 'packed_damaged' | 'file_unreadable' | 'not_json';
  readonly message: string;
}

/**
 * Inputs are cut at every 256 KiB of their unpacked content, so that the parts are the same whoever makes them. Larger parts are no
 * faster, and where nearly every record has a finding, two threads would need more than 200 MB. Source: measured with Node.js 24.21, 2026-12.
 */
export const PART_BYTES = 262_144;

/** A line, or an element of an array, that is longer is passed over: it would have to be held whole. */
const LONGEST_BYTES = 16_777_216;

/** Sizes at which content is cut, and beyond which it is too long, in bytes. */
export interface CutSizes {
  readonly partBytes: number;
  readonly longestBytes: number;
}

/** Sizes for every input; tests have smaller ones. */
export const SIZES: CutSizes = { partBytes: PART_BYTES, longestBytes: LONGEST_BYTES };

/** The bytes of a part, and what is wrong at their end. */
export interface Cut {
  readonly bytes: Uint8Array;
  /** The column at which they begin. */
  readonly column: number;
  readonly problem?: PartProblem;
  /** Number of line feeds that were passed over after the bytes. */
  readonly skippedLines?: number;
}

/** Cuts content that comes in chunks of any length. Never throws, and holds no more than a part and a record. */
export interface Cutter {
  /** The parts that are whole now. The chunk may not be changed afterwards. */
  readonly push: (chunk: Uint8Array) => readonly Cut[];
  /** The parts that are left. */
  readonly end: () => readonly Cut[];
}

/** Problem of a line or an element that is too long. Never throws. */
export function toTooLong(what: 'line' | 'element', { longestBytes }: CutSizes): PartProblem {
  const length = `${Math.floor(longestBytes / 1_048_576)} MiB`;
  return {
    code: 'line_too_long',
    message: `This ${what} is longer than ${length}, and is passed over; the rest is checked.`,
  };
}

/** Bytes that were read and not yet used. Offsets count from the first byte ever pushed. */
export interface ByteQueue {
  readonly push: (chunk: Uint8Array) => void;
  /** Offsets at which the bytes begin that are held, and end. */
  readonly start: () => number;
  readonly end: () => number;
  /** The bytes up to an offset, which are then no longer held; a copy only where they came in several chunks. */
  readonly takeTo: (offset: number) => Uint8Array;
  /** Last offset of a byte in what is held; undefined when it is not there. */
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

/** Problem of one value that is larger. Never throws. */
export function toTooLarge(name: string, mostBytes: number = MOST_BYTES): PartProblem {
  const size = `${Math.floor(mostBytes / 1_048_576)} MiB`;
  const message = `Cannot read ${name}: it is one JSON value and larger than ${size}. NDJSON and arrays are read at any size.`;
  return { code: 'file_unreadable', message };
}
