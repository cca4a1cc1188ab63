import type { PartProblem } from '../validation/parts/part.ts';

/** Inputs are cut at every MiB of their unpacked content, so that the parts are the same whoever makes them. */
export const PART_BYTES = 1_048_576;

/** A line, or an element of an array, that is longer is passed over: it would have to be held whole. */
const LONGEST_BYTES = 16_777_216;

/** Where to cut, and what is too long, in bytes. */
export interface CutSizes {
  readonly partBytes: number;
  readonly longestBytes: number;
}

/** Those of every input; tests have smaller ones. */
export const SIZES: CutSizes = { partBytes: PART_BYTES, longestBytes: LONGEST_BYTES };

/** The bytes of a part, and what is wrong at their end. */
export interface Cut {
  readonly bytes: Uint8Array;
  /** The column at which they begin. */
  readonly column: number;
  readonly problem?: PartProblem;
  /** How many line feeds were passed over after the bytes. */
  readonly skippedLines?: number;
}

/** Cuts content that comes in chunks of any length. Never throws, and holds no more than a part and a record. */
export interface Cutter {
  /** The parts that are whole now. The chunk may not be changed afterwards. */
  readonly push: (chunk: Uint8Array) => readonly Cut[];
  /** What is left. */
  readonly end: () => readonly Cut[];
}

/** What is said of a line or an element that is too long. Never throws. */
export function toTooLong(what: 'line' | 'element', { longestBytes }: CutSizes): PartProblem {
  const length = `${Math.floor(longestBytes / 1_048_576)} MiB`;
  return {
    code: 'line_too_long',
    message: `This ${what} is longer than ${length}, and is passed over; the rest is checked.`,
  };
}
