import { type ReadValue, readPiece } from '../../capture/records.ts';
import { EXCESSIVE, isExcessive } from '../../json/excess.ts';
import { createPiece } from '../../json/piece.ts';
import { findJson, isBlank } from '../../json/scan.ts';
import { createCleanCheck } from '../clean/clean.ts';
import { ANY_ORDER, createEventOrder } from '../clean/event-order.ts';
import { NO_TIME } from '../clean/plain-time.ts';
import type { Seen } from './part.ts';
import type { PartTally } from './part-tally.ts';
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
  /** Takes what was clean. */
  readonly take: (line: number, column: number) => void;
  /** Takes a piece that has to be checked in full; white space holds nothing. */
  readonly check: (span: PieceSpan) => void;
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

/**
 * The fast path of one part. The checker hears only of what is not clean, and of clean events where one may be older than
 * another one of the same person.
 */
export function createFastPath(desk: Desk): FastPath {
  const { bytes, nowMs, checker, tally, readValue, mayBeClean } = desk;
  const clean = createCleanCheck(nowMs);
  const order = checker.pass === undefined ? ANY_ORDER : createEventOrder(bytes, checker.pass);
  let [time, start] = [NO_TIME, 0];

  function isClean(from: number, isEnd: (bytes: Uint8Array, at: number) => boolean): boolean {
    if (!mayBeClean) return false;
    start = from;
    time = clean.timeOf(bytes, from);
    return time !== NO_TIME && isEnd(bytes, clean.end());
  }

  function take(line: number, column: number): void {
    clean.count();
    tally.addClean();
    if (order.add(clean.personFrom(), clean.personTo(), time)) return;
    const piece = createPiece(bytes.subarray(start, clean.end()), line, column);
    for (const record of readPiece(piece, findJson(piece.text), readValue)) tally.check(record);
  }

  function check({ from, to, line, column }: PieceSpan): void {
    const content = bytes.subarray(from, to);
    if (isExcessive(content)) {
      tally.addClean();
      tally.tell(EXCESSIVE, { line, column });
      return;
    }
    const piece = createPiece(content, line, column);
    if (isBlank(piece.text)) return;
    const json = findJson(piece.text);
    order.addOther(json?.value);
    for (const record of readPiece(piece, json, readValue)) tally.add(record);
  }

  return { isClean, end: clean.end, take, check, seen: clean.seen };
}
