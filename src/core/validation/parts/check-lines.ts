import { toBuffer } from '../../bytes.ts';
import { trimReturn } from '../../capture/records.ts';
import type { FastPath } from './fast-path.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Checks lines of NDJSON. Never throws. */
export function checkLines(bytes: Uint8Array, fastPath: FastPath): void {
  const buffer = toBuffer(bytes);
  let line = 1;
  for (let at = 0; at < bytes.length; line += 1) {
    if (fastPath.isClean(at, isLineEnd)) {
      fastPath.take(line, 1);
      const end = fastPath.end();
      at = bytes[end] === CARRIAGE_RETURN ? end + 2 : end + 1;
      continue;
    }
    const feed = buffer.indexOf(LINE_FEED, at);
    const end = feed === -1 ? bytes.length : feed;
    const text = trimReturn(bytes.subarray(at, end));
    fastPath.check({ from: at, to: at + text.length, line, column: 1 });
    at = end + 1;
  }
}

/** A carriage return at the end of everything is one of Windows, whose line feed was lost. */
function isLineEnd(bytes: Uint8Array, at: number): boolean {
  if (at === bytes.length || bytes[at] === LINE_FEED) return true;
  return bytes[at] === CARRIAGE_RETURN && (at + 1 === bytes.length || bytes[at + 1] === LINE_FEED);
}
