import { toBuffer } from '../bytes.ts';

/** One step into a JSON value: a key of an object or an index of an array. */
export type PathStep = string | number;

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

/** Number of line feeds. Never throws. */
export function countFeeds(bytes: Uint8Array): number {
  const buffer = toBuffer(bytes);
  let feeds = 0;
  for (let at = buffer.indexOf(LINE_FEED); at !== -1; at = buffer.indexOf(LINE_FEED, at + 1)) feeds += 1;
  return feeds;
}

/**
 * The column behind bytes that begin at a column: in UTF-16 units of their text, in which bytes that are not UTF-8 are U+FFFD,
 * as in every other place that is told. No character may go on behind them. Never throws.
 */
export function columnBehind(bytes: Uint8Array, column: number): number {
  const feed = toBuffer(bytes).lastIndexOf(LINE_FEED);
  const start = feed + 1;
  let at = start;
  while (at < bytes.length && (bytes[at] ?? 0) < 0x80) at += 1;
  const rest = at === bytes.length ? 0 : toBuffer(bytes.subarray(at)).toString('utf8').length;
  return (feed === -1 ? column : 1) + (at - start) + rest;
}

/** Counts on over chunks that may end within a character. */
export interface ColumnCount {
  /** Takes the next chunk, and gives how many line feeds it has. */
  readonly add: (chunk: Uint8Array) => number;
  /** The column behind all chunks. */
  readonly column: () => number;
}

/** A count that begins at a column. Nothing in it throws. */
export function createColumnCount(start: number): ColumnCount {
  let column = start;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    add: (chunk) => {
      const line = toBuffer(chunk).lastIndexOf(LINE_FEED) + 1;
      const before = decoder.decode(chunk.subarray(0, line), { stream: true });
      const behind = decoder.decode(chunk.subarray(line), { stream: true });
      column = line > 0 ? 1 + behind.length : column + before.length + behind.length;
      return countFeeds(chunk);
    },
    column: () => column,
  };
}
