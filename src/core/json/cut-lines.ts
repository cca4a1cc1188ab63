import { toBuffer } from '../bytes.ts';
import { type Cut, type CutSizes, type Cutter, createByteQueue, SIZES, toTooLong } from './cut.ts';

const LINE_FEED = 10;

/**
 * Cuts NDJSON into parts: part k has the lines that begin in its 256 KiB, hence ends behind the first line feed from the last
 * byte of its 256 KiB on. A part in which no line begins is empty. There is one part for each 256 KiB, and one for no content.
 * @param first Which part the content begins with, and at which offset of the input it does.
 */
export function createLineCutter(
  sizes: CutSizes = SIZES,
  first: { readonly part: number; readonly offset: number } = { part: 0, offset: 0 },
): Cutter {
  const { partBytes, longestBytes } = sizes;
  const queue = createByteQueue();
  let part = first.part;
  // What came before a line that was given up; its rest is still to be read.
  let givenUp: Cut | undefined;

  const startOf = (index: number) => index * partBytes - first.offset;

  function finish(end: number): Cut {
    const bytes = queue.takeTo(end);
    part += 1;
    const skippedLines = Number(bytes.at(-1) === LINE_FEED);
    const short = givenUp ?? findShort(bytes, sizes);
    givenUp = undefined;
    return short === undefined ? { bytes, column: 1 } : { ...short, skippedLines };
  }

  /** A line that is too long takes no memory until it is over. */
  function giveUpLongLine(): void {
    if (givenUp === undefined && queue.end() - queue.start() > longestBytes) {
      const lineStart = (queue.findLast(LINE_FEED) ?? queue.start() - 1) + 1;
      if (queue.end() - lineStart > longestBytes) givenUp = toGivenUp(queue.takeTo(lineStart), sizes);
    }
    if (givenUp !== undefined) queue.takeTo(queue.end());
  }

  function push(chunk: Uint8Array): readonly Cut[] {
    const cuts: Cut[] = [];
    const base = queue.end();
    queue.push(chunk);
    for (;;) {
      const lastByte = Math.max(startOf(part + 1) - 1, queue.start());
      const feed = lastByte >= queue.end() ? -1 : chunk.indexOf(LINE_FEED, Math.max(0, lastByte - base));
      if (feed === -1) break;
      cuts.push(finish(base + feed + 1));
      while (startOf(part + 1) <= queue.start()) cuts.push(finish(queue.start()));
    }
    giveUpLongLine();
    return cuts;
  }

  function end(): readonly Cut[] {
    const cuts: Cut[] = [];
    while (startOf(part) < queue.end() || part === 0) cuts.push(finish(queue.end()));
    return cuts;
  }

  return { push, end };
}

/** The bytes before the last line when that is too long; else undefined. */
function findShort(bytes: Uint8Array, sizes: CutSizes): Cut | undefined {
  if (bytes.length <= sizes.longestBytes) return undefined;
  const end = bytes.at(-1) === LINE_FEED ? bytes.length - 1 : bytes.length;
  const lineStart = toBuffer(bytes.subarray(0, end)).lastIndexOf(LINE_FEED) + 1;
  return end - lineStart > sizes.longestBytes ? toGivenUp(bytes.subarray(0, lineStart), sizes) : undefined;
}

/** A copy, so that what was read with it is not held. */
function toGivenUp(bytes: Uint8Array, sizes: CutSizes): Cut {
  return { bytes: new Uint8Array(bytes), column: 1, problem: toTooLong('line', sizes) };
}
