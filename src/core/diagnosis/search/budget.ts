/** How much a diagnosis may do. The work is counted and not timed, so that the same delivery always gets the same answer. */
export interface Budget {
  /** The most signatures to make; by default only the work bounds them. */
  readonly hashes?: number;
}

/** Counts the work of one diagnosis. */
export interface Meter {
  /** Notes one signature to be made of so many bytes; false when it may not be made any more. */
  readonly spend: (kind: keyof typeof SIGNATURE, bytes: number) => boolean;
  /** Notes bytes that are made or read to find a body. */
  readonly charge: (kind: keyof typeof WORK, bytes: number) => void;
  readonly hashes: () => number;
  /** How many signatures of the whole body may still be made. */
  readonly left: () => number;
  readonly isSpent: () => boolean;
  /** Whether a turn's share of work was done since this was last true. */
  readonly isTurnOver: () => boolean;
}

// Units of work are about nanoseconds of a processor of 2024 with Node.js 24, and are only ever counted. Measured at most:
// 48 ms for 300 bytes, 0.1 s for 20 kB, 0.3 s for 200 kB and 1 s for 1 MiB on a busy machine; lists of numbers take twice as long.
const SIGNATURE = { v1: { each: 2_500, byte: 0.6 }, v1a: { each: 110_000, byte: 2.4 } } as const;
/** Work for one byte of a body that is laid out or escaped anew, or made otherwise; and of one in which layers are looked for, in JSON or not. */
const WORK = { laidOut: 14, made: 2, json: 60, other: 15 } as const;
const LEAST_UNITS = 45_000_000;
const UNITS_A_BYTE = 500;
const UNITS_A_TURN = 10_000_000;
/** Svix sends 1 MiB at most; a larger body gets no more work. */
const LARGEST_BYTES = 1_048_576;

/** A meter for one diagnosis of a body of this size. Never throws. */
export function createMeter(bodyBytes: number, { hashes: mostHashes }: Budget = {}): Meter {
  const limit = LEAST_UNITS + UNITS_A_BYTE * Math.min(bodyBytes, LARGEST_BYTES);
  const most = mostHashes ?? Number.POSITIVE_INFINITY;
  let hashes = 0;
  let units = 0;
  let nextTurn = UNITS_A_TURN;
  const toUnits = (kind: keyof typeof SIGNATURE, bytes: number) =>
    SIGNATURE[kind].each + SIGNATURE[kind].byte * bytes;
  const isSpent = () => hashes >= most || units >= limit;
  return {
    spend: (kind, bytes) => {
      if (isSpent()) return false;
      hashes += 1;
      units += toUnits(kind, bytes);
      return true;
    },
    charge: (kind, bytes) => {
      units += WORK[kind] * bytes;
    },
    hashes: () => hashes,
    left: () => Math.min(most - hashes, Math.max(0, limit - units) / toUnits('v1', bodyBytes)),
    isSpent,
    isTurnOver: () => {
      if (units < nextTurn) return false;
      nextTurn = units + UNITS_A_TURN;
      return true;
    },
  };
}
