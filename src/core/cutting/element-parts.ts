import { skipMark } from '../document/piece.ts';
import type { PartProblem } from '../validation/parts/part.ts';
import { createByteQueue } from './byte-queue.ts';
import { columnBehind, createColumnCount } from './column.ts';
import { type Cut, type CutSizes, toTooLong } from './cut.ts';

/** Holds an array as it comes, and makes parts of it. Offsets count from its first byte. */
export interface ElementParts {
  readonly push: (bytes: Uint8Array) => void;
  /** Where the bytes begin that are held, and where they end. */
  readonly start: () => number;
  readonly end: () => number;
  /** Which part is next. */
  readonly part: () => number;
  readonly isGivingUp: () => boolean;
  /** Gives up the element that begins here and is too long: nothing is held of it, and the part ends before it. */
  readonly giveUp: (elementStart: number) => void;
  /** Lets go what has come up to here of an element that was given up, if there is one. */
  readonly passOver: (end: number) => void;
  /** Ends the part here. */
  readonly finish: (end: number, problem?: PartProblem) => void;
  /** The bytes up to here and their column, which become no part by themselves. */
  readonly takeTo: (end: number) => { readonly bytes: Uint8Array; readonly column: number };
  /** The parts that are whole, which are then no longer held. */
  readonly take: () => readonly Cut[];
}

/** No part yet. */
export function createElementParts(sizes: CutSizes): ElementParts {
  const queue = createByteQueue();
  let cuts: Cut[] = [];
  let part = 0;
  let column = 1;
  let givenUp: (Cut & { skippedLines: number }) | undefined;
  let passed = createColumnCount(column);

  function passOver(end: number): void {
    if (givenUp !== undefined) givenUp.skippedLines += passed.add(queue.takeTo(end));
  }

  function takeTo(end: number) {
    const taken = { bytes: queue.takeTo(end), column };
    // A byte order mark has no column.
    column = columnBehind(part === 0 ? skipMark(taken.bytes) : taken.bytes, column);
    return taken;
  }

  function giveUp(elementStart: number): void {
    const { bytes, ...where } = takeTo(elementStart);
    // A copy, so that what was read with it is not held.
    const kept = new Uint8Array(bytes);
    givenUp = { bytes: kept, ...where, problem: toTooLong('element', sizes), skippedLines: 0 };
    passed = createColumnCount(column);
  }

  function finish(end: number, problem?: PartProblem): void {
    passOver(end);
    if (givenUp !== undefined) column = passed.column();
    cuts.push(givenUp ?? { ...takeTo(end), ...(problem && { problem }) });
    givenUp = undefined;
    part += 1;
  }

  function take(): readonly Cut[] {
    const taken = cuts;
    cuts = [];
    return taken;
  }

  return {
    ...queue,
    part: () => part,
    isGivingUp: () => givenUp !== undefined,
    giveUp,
    passOver,
    finish,
    takeTo,
    take,
  };
}
