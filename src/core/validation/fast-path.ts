import { toBuffer } from '../delivery/body.ts';
import { findJson } from '../document/parse-json.ts';
import { createPiece } from '../document/piece.ts';
import { type ReadValue, readPiece } from '../document/split.ts';
import { isBlank } from '../document/tokens.ts';
import { isPayloadObject } from '../events/payload.ts';
import { createCleanCheck } from './clean.ts';
import { createEventOrder } from './event-order.ts';
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
  /** Takes what was clean. */
  readonly take: (line: number, column: number) => void;
  /** Takes a piece that has to be checked in full; white space holds nothing. */
  readonly check: (span: PieceSpan) => void;
  /** Checks what was taken, as far as it has to be. */
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

const NUMBERS_OF_SPAN = 5;

/**
 * The fast path of one part. Where no event is older than one before it, the checker hears only of what is not clean;
 * otherwise of everything in its order, because an event may then be older than another one of the same person.
 */
export function createFastPath(desk: Desk): FastPath {
  const { bytes, nowMs, checker, tally, readValue, mayBeClean } = desk;
  const clean = createCleanCheck(nowMs);
  const order = createEventOrder();
  // Five numbers for each piece: where it begins and ends, its place, and whether it is clean.
  const spans: number[] = [];
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
    order.add(time);
    spans.push(start, clean.end(), line, column, 1);
  }

  function check({ from, to, line, column }: PieceSpan): void {
    const text = toBuffer(bytes).toString('utf8', from, to);
    if (isBlank(text)) return;
    order.addText(text);
    spans.push(from, to, line, column, 0);
  }

  function finish(): void {
    const isOrdered = order.isKept();
    for (let index = 0; index < spans.length; index += NUMBERS_OF_SPAN) {
      const wasClean = spans[index + 4] === 1;
      if (wasClean && isOrdered) continue;
      const [from = 0, to = 0, line = 1, column = 1] = spans.slice(index, index + NUMBERS_OF_SPAN);
      const piece = createPiece(bytes.subarray(from, to), line, column);
      const json = findJson(piece.text);
      if (wasClean && isPayloadObject(json?.value) && checker.pass(json.value)) continue;
      for (const record of readPiece(piece, json, readValue)) (wasClean ? tally.check : tally.add)(record);
    }
  }

  return { isClean, end: clean.end, take, check, finish, seen: clean.seen };
}
