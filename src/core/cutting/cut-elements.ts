import { toBuffer } from '../delivery/body.ts';
import { nameCharacter } from '../document/locate.ts';
import { skipMark } from '../document/piece.ts';
import { skipSpace } from '../document/tokens.ts';
import type { PartProblem } from '../validation/part.ts';
import { createByteQueue } from './byte-queue.ts';
import { columnBehind, countFeeds } from './column.ts';
import { type Cut, type CutSizes, type Cutter, SIZES, toTooLong } from './cut.ts';
import { createElementScanner } from './scan-elements.ts';

const SPACE = 0x20;
const OPEN_ARRAY = 0x5b;

/**
 * Cuts an array into parts: part k has the elements that begin in its MiB. The brackets of the array become spaces, so that
 * every place stays what it was. The content has to begin with the array, but for white space and a byte order mark.
 */
export function createElementCutter(sizes: CutSizes = SIZES): Cutter {
  const { partBytes, longestBytes } = sizes;
  const queue = createByteQueue();
  let cuts: Cut[] = [];
  let part = 0;
  let column = 1;
  let elementStart: number | undefined;
  let givenUp: GivenUp | undefined;
  // The scanner counts from behind the opening bracket.
  let opened: number | undefined;
  let closing: Closing | undefined;

  function finish(end: number, problem?: PartProblem): void {
    passOver(end);
    const cut = givenUp ?? { bytes: takeTo(end), column, ...(problem && { problem }) };
    if (givenUp === undefined) moveColumn(cut.bytes);
    cuts.push(cut);
    givenUp = undefined;
    part += 1;
  }

  function takeTo(end: number): Uint8Array {
    const start = queue.start();
    const bytes = queue.takeTo(end);
    return closing === undefined ? bytes : withSpace(bytes, closing.offset - start);
  }

  function moveColumn(bytes: Uint8Array): void {
    column = columnBehind(part === 0 ? skipMark(bytes) : bytes, column);
  }

  /** Nothing is held of an element that was given up. */
  function passOver(end: number): void {
    if (givenUp === undefined) return;
    const bytes = queue.takeTo(end);
    givenUp.skippedLines += countFeeds(bytes);
    column = columnBehind(bytes, column);
  }

  function giveUpLongElement(end: number): void {
    if (elementStart !== undefined && givenUp === undefined && end - elementStart > longestBytes) {
      const bytes = new Uint8Array(queue.takeTo(elementStart));
      givenUp = { bytes, column, problem: toTooLong('element', sizes), skippedLines: 0 };
      moveColumn(bytes);
    }
    passOver(end);
  }

  const toOffset = (scanned: number) => scanned + (opened ?? 0);
  const scanner = createElementScanner({
    onStart: (scanned) => {
      const start = toOffset(scanned);
      if (givenUp !== undefined) finish(start);
      while (start >= (part + 1) * partBytes) finish(start);
      elementStart = start;
    },
    onEnd: (scanned) => {
      giveUpLongElement(toOffset(scanned));
      elementStart = undefined;
    },
    onStray: () => undefined,
    onClose: (scanned) => {
      closing = { offset: toOffset(scanned), isBehindComma: scanner.state() === 'behind_comma' };
    },
  });

  function readOn(chunk: Uint8Array): void {
    const bracket = opened === undefined ? chunk.indexOf(OPEN_ARRAY) : -1;
    if (bracket !== -1) opened = queue.end() + bracket + 1;
    const read = bracket === -1 ? chunk : withSpace(chunk, bracket);
    queue.push(read);
    if (opened !== undefined) scanner.read(read.subarray(bracket + 1));
    if (closing === undefined) giveUpLongElement(queue.end());
  }

  function take(): readonly Cut[] {
    const taken = cuts;
    cuts = [];
    return taken;
  }

  return {
    push: (chunk) => {
      if (closing === undefined) readOn(chunk);
      // What follows an array is white space, or tells in a few bytes that it is not.
      else if (queue.end() - closing.offset < partBytes) queue.push(chunk);
      return take();
    },
    end: () => {
      if (closing === undefined) {
        const isWhole = scanner.depth() === 0 && scanner.state() !== 'in_string';
        finish(queue.end(), isWhole ? toProblem('the text ends too early') : undefined);
      } else finishArray(closing);
      return take();
    },
  };

  function finishArray({ offset, isBehindComma }: Closing): void {
    if (isBehindComma) {
      finish(offset, toProblem('unexpected "]"'));
      return;
    }
    // No more is looked at behind it, however long the chunks were.
    const end = Math.min(queue.end(), offset + partBytes);
    if (givenUp !== undefined) {
      finish(end);
      return;
    }
    const behind = offset + 1 - queue.start();
    const bytes = takeTo(end);
    const text = toBuffer(bytes.subarray(behind)).toString('utf8');
    // White space has one byte a character.
    const rest = skipSpace(text, 0);
    const problem =
      rest < text.length && toProblem(`unexpected ${nameCharacter(text.codePointAt(rest) ?? 0)}`);
    cuts.push({ bytes: bytes.subarray(0, behind + rest), column, ...(problem && { problem }) });
  }
}

type GivenUp = Cut & { skippedLines: number };

/** Where the bracket is that ends the array. */
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
