import { Buffer, isUtf8 } from 'node:buffer';
import { toBuffer } from '../bytes.ts';
import { AppError } from '../error.ts';
import { type Piece, skipMark } from './piece.ts';
import type { Place } from './places.ts';

/**
 * UTF-8 of a text file that a person has saved, without a byte order mark: UTF-16 is converted where its mark tells it.
 * Bytes that are not UTF-8 stay. Throws AppError `file_malformed` for text in another encoding.
 */
export function toUtf8(bytes: Uint8Array, file: string): Uint8Array {
  const utf8 = findUtf16(bytes) ?? skipMark(bytes);
  if (!utf8.includes(0)) return utf8;
  // UTF-16 without a mark, UTF-32 and binary files have it.
  throw new AppError('file_malformed', `${file} is not UTF-8: it contains NUL bytes.`, 'Save it as UTF-8.');
}

/** PowerShell writes UTF-16 when output is redirected into a file. */
function findUtf16(bytes: Uint8Array): Uint8Array | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return Buffer.from(new TextDecoder('utf-16le').decode(bytes));
  if (first === 0xfe && second === 0xff) return Buffer.from(new TextDecoder('utf-16be').decode(bytes));
  return undefined;
}

/** The first byte of a line that is not UTF-8. */
export interface BadByte {
  /** As people write it, for example `0xFF`. */
  readonly byte: string;
  readonly place: Place;
  /** True when it begins a character of which the line has no more: a writer was stopped in the middle of it. */
  readonly isCut: boolean;
}

const LINE_FEED = 10;

/** As many findings as one record can have. */
const MOST_BAD_BYTES = 100;

/** The first bad byte of each line of a piece, at most 100. No character of UTF-8 goes over a line end. Never throws. */
export function findBadBytes({ bytes, startLine, startColumn }: Piece): readonly BadByte[] {
  if (isUtf8(bytes)) return [];
  const found: BadByte[] = [];
  let line = startLine;
  for (let start = 0; start <= bytes.length && found.length < MOST_BAD_BYTES; line += 1) {
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
