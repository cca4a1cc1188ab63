import { toBuffer } from '../delivery/body.ts';
import { TRAILING_COMMA } from '../document/foreign-syntax.ts';
import { nameCharacter } from '../document/locate.ts';
import { skipSpace } from '../document/tokens.ts';
import type { PartProblem } from '../validation/parts/part.ts';
import { type CutSizes, type Cutter, SIZES } from './cut.ts';
import { createElementParts, type ElementParts } from './element-parts.ts';
import { createElementScanner, type ElementScanner } from './scan-elements.ts';

const SPACE = 0x20;
const OPEN_ARRAY = 0x5b;

/**
 * Cuts an array into parts: part k has the elements that begin in its MiB. Where none begins for another MiB, it has as much of
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

  /** What is between elements is not held until the next one comes. */
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
    onStray: () => undefined,
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
