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
 * The column behind UTF-8 bytes that begin at a column: in UTF-16 units, of which a character has one, or two where it
 * has four bytes. Never throws.
 */
export function columnBehind(bytes: Uint8Array, column: number): number {
  const feed = toBuffer(bytes).lastIndexOf(LINE_FEED);
  let units = feed === -1 ? column : 1;
  for (let at = feed + 1; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}
