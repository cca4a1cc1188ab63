import { Buffer, isUtf8 } from 'node:buffer';
import { toBuffer } from '../delivery/body.ts';
import { MOST_FINDINGS } from '../events/finding.ts';
import type { Piece } from './piece.ts';
import type { Place } from './places.ts';

/** The first byte of a line that is not UTF-8. */
export interface BadByte {
  /** As people write it, for example `0xFF`. */
  readonly byte: string;
  readonly place: Place;
  /** Whether it begins a character of which the line has no more: a writer was stopped in the middle of it. */
  readonly isCut: boolean;
}

const LINE_FEED = 10;

/** The first bad byte of each line of a piece, at most 100. No character of UTF-8 goes over a line end. Never throws. */
export function findBadBytes({ bytes, startLine, startColumn }: Piece): readonly BadByte[] {
  if (isUtf8(bytes)) return [];
  const found: BadByte[] = [];
  let line = startLine;
  for (let start = 0; start <= bytes.length && found.length < MOST_FINDINGS; line += 1) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed === -1 ? bytes.length : feed;
    const bad = findInLine(bytes.subarray(start, end), { line, column: start === 0 ? startColumn : 1 });
    if (bad !== undefined) found.push(bad);
    start = end + 1;
  }
  return found;
}

function findInLine(line: Uint8Array, begin: Place): BadByte | undefined {
  if (isUtf8(line)) return undefined;
  const text = toBuffer(line).toString('utf8');
  let [offset, counted] = [0, 0];
  for (let at = text.indexOf('\ufffd'); at !== -1; at = text.indexOf('\ufffd', at + 1)) {
    // All before is good, so that it takes as many bytes as it did in the file.
    offset += Buffer.byteLength(text.slice(counted, at));
    counted = at;
    if (isReplacementCharacter(line, offset)) continue;
    const place = { line: begin.line, column: begin.column + at };
    return { byte: toHex(line[offset] ?? 0), place, isCut: isBeginning(line.subarray(offset)) };
  }
  return undefined;
}

/** U+FFFD may also stand in the file itself. */
function isReplacementCharacter(bytes: Uint8Array, offset: number): boolean {
  return bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd;
}

function isBeginning(bytes: Uint8Array): boolean {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true }) === '';
  } catch {
    return false;
  }
}

function toHex(byte: number): string {
  return `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
