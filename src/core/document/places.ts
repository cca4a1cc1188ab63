/** A place in a file: line and column count from 1, the column in UTF-16 units as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

const LINE_FEED = 10;
const BLOCK = 512;

/**
 * Turns offsets in a text into places. The text is read through once, at the first question; an answer then takes the
 * same time anywhere, in many lines as in a very long one. Never throws.
 * @param startColumn Where the text begins on its first line.
 */
export function createPlaces(
  text: string,
  startLine: number,
  startColumn: number = 1,
): (offset: number) => Place {
  let blocks: Blocks | undefined;
  return (offset) => {
    blocks ??= readBlocks(text);
    const block = Math.floor(offset / BLOCK);
    let feeds = blocks.feedsBefore[block] ?? 0;
    let lastFeed = blocks.lastFeedBefore[block] ?? -1;
    for (let at = block * BLOCK; at < offset; at += 1) {
      if (text.charCodeAt(at) !== LINE_FEED) continue;
      feeds += 1;
      lastFeed = at;
    }
    const column = offset - lastFeed + (feeds === 0 ? startColumn - 1 : 0);
    return { line: startLine + feeds, column };
  };
}

/** For each block of the text, how many line feeds stand before it, and where the last one is (-1: none). */
interface Blocks {
  readonly feedsBefore: Uint32Array;
  readonly lastFeedBefore: Int32Array;
}

function readBlocks(text: string): Blocks {
  const count = Math.floor(text.length / BLOCK) + 1;
  const feedsBefore = new Uint32Array(count);
  const lastFeedBefore = new Int32Array(count).fill(-1);
  let [block, feeds, lastFeed] = [0, 0, -1];
  const endBlocks = (offset: number) => {
    for (; (block + 1) * BLOCK <= offset; block += 1) {
      feedsBefore[block + 1] = feeds;
      lastFeedBefore[block + 1] = lastFeed;
    }
  };
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    endBlocks(at);
    feeds += 1;
    lastFeed = at;
  }
  endBlocks(text.length);
  return { feedsBefore, lastFeedBefore };
}
