/** Follows the frames of a Zstandard file, to tell where each ends. */
export interface FrameReader {
  /** The chunk in pieces none of which goes over the end of a frame. Throws FrameError where there should be a frame and is none. */
  readonly split: (chunk: Uint8Array) => Iterable<Uint8Array>;
  /** Tells whether the file may end here: no frame is begun. */
  readonly isBetween: () => boolean;
}

/** Error of a file that is not one frame behind the other to its end. Its code tells it from errors of the program. */
export class FrameError extends Error {
  readonly code: 'FRAME_MISSING' | 'FRAME_CUT_OFF';

  constructor(code: FrameError['code'], message: string) {
    super(message);
    this.name = 'FrameError';
    this.code = code;
  }
}

const MAGIC = 0xfd2fb528;
/** The first 28 bits of the magic number of a frame to skip. */
const SKIPPABLE = 0x184d2a5;
const RUN_LENGTH = 1;

/** Bytes that are expected: a few that tell how it goes on, or any number of which nothing has to be known. */
interface Step {
  readonly bytes: number;
  /** The next step, given these bytes; undefined when the frame is over. */
  readonly next: (bytes: readonly number[]) => Step | undefined;
}

/**
 * A reader for a file that begins with a frame. Node.js unpacks one frame and drops what else was written to it at once.
 * Source: RFC 8878 section 3.1, "Frames".
 */
export function createFrameReader(): FrameReader {
  let step = MAGIC_STEP;
  let passed = 0;
  let told: number[] = [];

  // What comes before the error is given first.
  function* split(chunk: Uint8Array): Generator<Uint8Array, void> {
    let start = 0;
    for (let at = 0; at < chunk.length; ) {
      const count = Math.min(step.bytes - passed, chunk.length - at);
      if (step.bytes <= MOST_TELLING) told.push(...chunk.subarray(at, at + count));
      at += count;
      passed += count;
      while (passed === step.bytes) {
        const next = step.next(told);
        if (next === undefined) {
          yield chunk.subarray(start, at);
          start = at;
        }
        step = next ?? MAGIC_STEP;
        passed = 0;
        told = [];
      }
    }
    if (start < chunk.length) yield chunk.subarray(start);
  }

  return { split, isBetween: () => step === MAGIC_STEP && passed === 0 };
}

/** No step that tells something has more. */
const MOST_TELLING = 4;

const MAGIC_STEP: Step = {
  bytes: 4,
  next: (bytes) => {
    const magic = toNumber(bytes);
    if (magic === MAGIC) return DESCRIPTOR_STEP;
    if (magic >>> 4 === SKIPPABLE) return { bytes: 4, next: (size) => pass(toNumber(size), undefined) };
    throw new FrameError('FRAME_MISSING', 'This is no frame of Zstandard.');
  },
};

const DESCRIPTOR_STEP: Step = {
  bytes: 1,
  next: ([descriptor = 0]) => {
    const isSingle = (descriptor >> 5) & 1;
    const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
    const size = [isSingle, 2, 4, 8][descriptor >> 6] ?? 0;
    const block = toBlockStep((descriptor >> 2) & 1 ? 4 : 0);
    return pass(1 - isSingle + dictionary + size, block);
  },
};

function toBlockStep(checksumBytes: number): Step {
  const step: Step = {
    bytes: 3,
    next: (bytes) => {
      const header = toNumber(bytes);
      const length = ((header >> 1) & 3) === RUN_LENGTH ? 1 : header >> 3;
      const isLast = header & 1;
      return pass(length, isLast ? pass(checksumBytes, undefined) : step);
    },
  };
  return step;
}

/** Passes by this number of bytes, which may be 0; nothing follows when the frame is over. */
function pass(bytes: number, then: Step | undefined): Step | undefined {
  return bytes === 0 ? then : { bytes, next: () => then };
}

function toNumber(littleEndian: readonly number[]): number {
  return littleEndian.reduceRight((number, byte) => number * 256 + byte, 0);
}
