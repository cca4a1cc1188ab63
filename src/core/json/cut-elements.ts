import { toBuffer } from '../bytes.ts';
import {
  type Cut,
  type CutSizes,
  type Cutter,
  createByteQueue,
  type PartProblem,
  SIZES,
  toTooLong,
} from './cut.ts';
import { skipMark } from './piece.ts';
import { columnBehind, createColumnCount } from './places.ts';
import { skipSpace } from './scan.ts';
import { createElementScanner, type ElementScanner } from './scan-elements.ts';
import { nameCharacter, TRAILING_COMMA } from './syntax-error.ts';

const SPACE = 0x20;
const OPEN_ARRAY = 0x5b;

/**
 * Cuts an array into parts: part k has the elements that begin in its 256 KiB. Where none begins for another 256 KiB, it has as much of
 * what is between them. The brackets of the array become spaces, so that every place stays what it was. The content has to begin with
 * the array, but for white space and a byte order mark.
 */
export function createElementCutter(sizes: CutSizes = SIZES): Cutter {
  const parts = createElementParts(sizes);
  // The scanner counts from behind the opening bracket.
  let opened: number | undefined;
  let closing: Closing | undefined;
  const { scanner, goOn } = scanParts(parts, { sizes, toOffset, onClose });

  function toOffset(scanned: number): number {
    return scanned + (opened ?? 0);
  }

  function onClose(offset: number): void {
    closing = { offset, isBehindComma: scanner.state() === 'behind_comma' };
  }

  function readOn(chunk: Uint8Array): void {
    const bracket = opened === undefined ? chunk.indexOf(OPEN_ARRAY) : -1;
    if (bracket !== -1) opened = parts.end() + bracket + 1;
    const read = bracket === -1 ? chunk : withSpace(chunk, bracket);
    parts.push(read);
    if (opened === undefined) return;
    scanner.read(read.subarray(bracket + 1));
    if (closing === undefined) goOn(parts.end());
  }

  return {
    push: (chunk) => {
      if (closing === undefined) readOn(chunk);
      // What follows an array is white space, or tells in a few bytes that it is not.
      else if (parts.end() - closing.offset < sizes.partBytes) parts.push(chunk);
      return parts.take();
    },
    end: () => {
      if (closing !== undefined) return [...parts.take(), ...finishArray(parts, closing, sizes)];
      const isWhole = scanner.depth() === 0 && scanner.state() !== 'in_string';
      parts.finish(parts.end(), isWhole ? toProblem('the text ends too early') : undefined);
      return parts.take();
    },
  };
}

interface Scanning {
  readonly sizes: CutSizes;
  readonly toOffset: (scanned: number) => number;
  readonly onClose: (offset: number) => void;
}

/** A scanner that ends parts where they end, and what is to be done when it has read all that came. */
function scanParts(
  parts: ElementParts,
  { sizes: { partBytes, longestBytes }, toOffset, onClose }: Scanning,
): { readonly scanner: ElementScanner; readonly goOn: (end: number) => void } {
  let elementStart: number | undefined;
  /** Behind the comma of the last element. */
  let between = 0;

  /** Gives up what is between elements before the next one comes. */
  function cutBetween(end: number): void {
    while (elementStart === undefined && !parts.isGivingUp()) {
      const most = Math.max((parts.part() + 1) * partBytes, between) + partBytes;
      if (end < most) return;
      parts.finish(most);
    }
  }

  function giveUpLongElement(end: number): void {
    if (elementStart !== undefined && !parts.isGivingUp() && end - elementStart > longestBytes)
      parts.giveUp(elementStart);
    parts.passOver(end);
  }

  const scanner = createElementScanner({
    onStart: (scanned) => {
      const start = toOffset(scanned);
      if (parts.isGivingUp()) parts.finish(start);
      cutBetween(start);
      while (start >= (parts.part() + 1) * partBytes) parts.finish(start);
      elementStart = start;
    },
    onEnd: (scanned) => {
      giveUpLongElement(toOffset(scanned));
      elementStart = undefined;
      between = toOffset(scanned) + 1;
    },
    onClose: (scanned) => {
      cutBetween(toOffset(scanned));
      onClose(toOffset(scanned));
    },
  });

  const goOn = (end: number) => {
    cutBetween(end);
    giveUpLongElement(end);
  };
  return { scanner, goOn };
}

/** The last parts of an array whose end was found. */
function finishArray(
  parts: ElementParts,
  { offset, isBehindComma }: Closing,
  { partBytes }: CutSizes,
): ReturnType<Cutter['end']> {
  if (isBehindComma) {
    parts.finish(offset, toProblem(`unexpected "]"${TRAILING_COMMA}`));
    return parts.take();
  }
  // No more is looked at behind it, however long the chunks were.
  const end = Math.min(parts.end(), offset + partBytes);
  if (parts.isGivingUp()) {
    parts.finish(end);
    return parts.take();
  }
  const behind = offset + 1 - parts.start();
  const { bytes: all, column } = parts.takeTo(end);
  const bytes = withSpace(all, behind - 1);
  const text = toBuffer(bytes.subarray(behind)).toString('utf8');
  // White space has one byte a character.
  const rest = skipSpace(text, 0);
  const problem = rest < text.length && toProblem(`unexpected ${nameCharacter(text.codePointAt(rest) ?? 0)}`);
  return [{ bytes: bytes.subarray(0, behind + rest), column, ...(problem && { problem }) }];
}

/** Bracket that ends the array. */
interface Closing {
  readonly offset: number;
  readonly isBehindComma: boolean;
}

function toProblem(problem: string): PartProblem {
  return { code: 'not_json', message: `This is not JSON: ${problem}.` };
}

/** A copy with a space in place of a bracket, which is none of the elements. */
function withSpace(bytes: Uint8Array, at: number): Uint8Array {
  if (at >= bytes.length) return bytes;
  // `slice` of a Buffer is no copy.
  const copy = new Uint8Array(bytes);
  copy[at] = SPACE;
  return copy;
}

type ElementParts = ReturnType<typeof createElementParts>;

/** Holds an array as it comes, and makes parts of it. Offsets count from its first byte. */
function createElementParts(sizes: CutSizes) {
  const queue = createByteQueue();
  let cuts: Cut[] = [];
  let part = 0;
  let column = 1;
  let givenUp: (Cut & { skippedLines: number }) | undefined;
  let passed = createColumnCount(column);

  /** Lets go what has come up to here of an element that was given up, if there is one. */
  function passOver(end: number): void {
    if (givenUp !== undefined) givenUp.skippedLines += passed.add(queue.takeTo(end));
  }

  /** The bytes up to here and their column, which become no part by themselves. */
  function takeTo(end: number) {
    const taken = { bytes: queue.takeTo(end), column };
    // A byte order mark has no column.
    column = columnBehind(part === 0 ? skipMark(taken.bytes) : taken.bytes, column);
    return taken;
  }

  /** Gives up the element that begins here and is too long: nothing is held of it, and the part ends before it. */
  function giveUp(elementStart: number): void {
    const { bytes, ...where } = takeTo(elementStart);
    // A copy, so that what was read with it is not held.
    const kept = new Uint8Array(bytes);
    givenUp = { bytes: kept, ...where, problem: toTooLong('element', sizes), skippedLines: 0 };
    passed = createColumnCount(column);
  }

  /** Ends the part here. */
  function finish(end: number, problem?: PartProblem): void {
    passOver(end);
    if (givenUp !== undefined) column = passed.column();
    cuts.push(givenUp ?? { ...takeTo(end), ...(problem && { problem }) });
    givenUp = undefined;
    part += 1;
  }

  /** The parts that are whole, which are then no longer held. */
  function take(): readonly Cut[] {
    const taken = cuts;
    cuts = [];
    return taken;
  }

  return {
    ...queue,
    /** Index of the next part. */
    part: () => part,
    isGivingUp: () => givenUp !== undefined,
    giveUp,
    passOver,
    finish,
    takeTo,
    take,
  };
}
