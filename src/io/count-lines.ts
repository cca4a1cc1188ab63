import { closeSync, openSync, readSync } from 'node:fs';

import { toFileError } from './file-error.ts';

const CHUNK_BYTES = 262_144;
const LINE_FEED = 10;

/** How many line feeds stand in a file before an offset. Throws AppError `file_unreadable`. */
export function countLineFeeds(path: string, offset: number): number {
  try {
    const descriptor = openSync(path, 'r');
    try {
      return countBefore(descriptor, offset);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw toFileError('read', path, error);
  }
}

function countBefore(descriptor: number, end: number): number {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let feeds = 0;
  for (let position = 0; position < end; ) {
    const length = readSync(descriptor, chunk, 0, Math.min(CHUNK_BYTES, end - position), position);
    if (length === 0) return feeds;
    const read = chunk.subarray(0, length);
    for (let at = read.indexOf(LINE_FEED); at !== -1; at = read.indexOf(LINE_FEED, at + 1)) feeds += 1;
    position += length;
  }
  return feeds;
}
