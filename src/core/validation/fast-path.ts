import { toBuffer } from '../delivery/body.ts';
import { findJson } from '../document/parse-json.ts';
import { createPiece, type Piece } from '../document/piece.ts';
import { type ReadValue, readPiece } from '../document/split.ts';
import { isBlank } from '../document/tokens.ts';
import { isPayloadObject } from '../events/payload.ts';
import { createCleanCheck } from './clean.ts';
import type { Seen } from './part.ts';
import type { PartTally } from './part-tally.ts';
import { NO_TIME } from './plain-time.ts';
import type { RecordChecker } from './record-checker.ts';
import type { CheckedRecord } from './records.ts';

/** Where a piece of a part stands. */
export interface PieceSpan {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
}

/** Decides first, and explains only what is not clean. */
export interface FastPath {
  /** Whether the payload is clean that begins here, and ends where `isEnd` says that a piece may end. */
  readonly isClean: (from: number, isEnd: (bytes: Uint8Array, at: number) => boolean) => boolean;
  /** Where what was clean ends. */
  readonly end: () => number;
  /** Takes what was clean, whose place has to be kept until it is known that no earlier event is newer. */
  readonly take: (line: number, column: number) => void;
  /** Checks a piece in full; white space holds nothing. */
  readonly check: (span: PieceSpan) => void;
  /** To be called when there are no more pieces. */
  readonly finish: () => void;
  /** What was counted of what was clean. */
  readonly seen: () => Seen;
}

interface Desk {
  readonly bytes: Uint8Array;
  readonly nowMs: number;
  readonly checker: RecordChecker;
  readonly tally: PartTally;
  readonly readValue: ReadValue<CheckedRecord>;
  /** Whether what is a payload may be one. */
  readonly mayBeClean: boolean;
}

const NUMBERS_OF_SPAN = 4;

/**
 * The fast path of one part. As long as every event is clean and none is older than the one before it, the checker does not
 * even hear of them. As soon as one is not, it is told all that came before, in its order.
 */
export function createFastPath(desk: Desk): FastPath {
  const { bytes, nowMs, checker, tally, readValue, mayBeClean } = desk;
  const clean = createCleanCheck(nowMs);
  // Four numbers for each payload that the checker has not heard of.
  let waiting: number[] = [];
  let isQuiet = true;
  let [time, newest, newestNanoseconds] = [NO_TIME, NO_TIME, 0];
  let from = 0;

  function isClean(start: number, isEnd: (bytes: Uint8Array, at: number) => boolean): boolean {
    if (!mayBeClean) return false;
    time = clean.timeOf(bytes, start);
    from = start;
    return time !== NO_TIME && isEnd(bytes, clean.end());
  }

  function take(line: number, column: number): void {
    clean.count();
    tally.addClean();
    waiting.push(from, clean.end(), line, column);
    const nanoseconds = clean.nanoseconds();
    if (time < newest || (time === newest && nanoseconds < newestNanoseconds)) isQuiet = false;
    newest = time;
    newestNanoseconds = nanoseconds;
  }

  function tellChecker(): void {
    const spans = waiting;
    waiting = [];
    for (let index = 0; index < spans.length; index += NUMBERS_OF_SPAN) {
      const [start = 0, end = 0, line = 1, column = 1] = spans.slice(index, index + NUMBERS_OF_SPAN);
      const value = findJson(toBuffer(bytes).toString('latin1', start, end))?.value;
      if (isPayloadObject(value) && checker.pass(value)) continue;
      for (const record of readAll(createPiece(bytes.subarray(start, end), line, column)))
        tally.check(record);
    }
  }

  function readAll(piece: Piece): Iterable<CheckedRecord> {
    return readPiece(piece, findJson(piece.text), readValue);
  }

  function check({ from: start, to, line, column }: PieceSpan): void {
    const piece = createPiece(bytes.subarray(start, to), line, column);
    if (isBlank(piece.text)) return;
    isQuiet = false;
    tellChecker();
    for (const record of readAll(piece)) tally.add(record);
  }

  const finish = () => {
    if (!isQuiet) tellChecker();
  };
  return { isClean, end: clean.end, take, check, finish, seen: clean.seen };
}
