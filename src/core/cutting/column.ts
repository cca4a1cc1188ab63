import { toBuffer } from '../delivery/body.ts';

const LINE_FEED = 10;

/** How many line feeds there are. Never throws. */
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
