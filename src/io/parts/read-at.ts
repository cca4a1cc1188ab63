import { closeSync, openSync, readSync } from 'node:fs';
import type { Part } from '../../core/validation/parts/part.ts';
import { toFileError } from '../file-error.ts';

/** What a file gives while it is open; where it cannot be read, the part that is not read, which tells why. Never throws. */
export function withFile(unread: Part, path: string, read: (descriptor: number) => Part): Part {
  try {
    const descriptor = openSync(path, 'r');
    try {
      return read(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const { message } = toFileError('read', unread.name, error);
    return { ...unread, problem: { code: 'file_unreadable', message } };
  }
}

/** Bytes of a file, fewer than wanted only where it ends. Throws what the file system throws. */
export function readAt(descriptor: number, offset: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, offset + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}
