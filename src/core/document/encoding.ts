import { Buffer } from 'node:buffer';
import { AppError } from '../error.ts';
import { skipMark } from './piece.ts';

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
