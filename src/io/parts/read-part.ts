import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { MOST_BYTES, PART_BYTES, type PartForm, SIZES, toTooLarge } from '../../core/json/cut.ts';
import { createLineCutter } from '../../core/json/cut-lines.ts';
import type { Part } from '../../core/validation/parts/part.ts';
import { toFileError } from '../file-error.ts';
import { releaseRead } from './release.ts';

/** An input and how people know it. */
export interface InputName {
  /** Its index among all inputs. */
  readonly input: number;
  readonly name: string;
}

/** A named file, and how people know it. */
export interface FileInput extends InputName {
  /** Absolute path. */
  readonly path: string;
}

/** A file that is read and checked whole, by `readFileParts`: a plain one, or a short one that may be packed. Plain data. */
export interface FilePlan extends FileInput {
  readonly kind: 'file';
  /** In bytes, as far as is known. */
  readonly size: number;
  readonly form: Extract<PartForm, 'document' | 'lines'>;
}

/** Plain NDJSON, of which each part is read by itself, by `readRange`. Plain data. */
export interface RangesPlan extends FileInput {
  readonly kind: 'ranges';
  readonly size: number;
  /** Number of parts. */
  readonly parts: number;
}

const LINE_FEED = 10;
/** Nearly every part ends so soon behind its 256 KiB. */
const SLACK_BYTES = 65_536;
const NOTHING = new Uint8Array();

/** Opens a file for as long as `read` takes. A file that cannot be read gives the unread part, which tells why. Never throws. */
function withFile(unread: Part, path: string, read: (descriptor: number) => Part): Part {
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

/** The one part of a file that is read whole. Never throws: that it cannot be read is told in the part. */
export function readFilePart({ input, name, path, form }: FilePlan): Part {
  const part = { input, part: 0, name, form, column: 1 } as const;
  return withFile({ ...part, bytes: NOTHING }, path, (descriptor) => {
    const { size } = fstatSync(descriptor);
    const bytes = readAt(descriptor, 0, Math.min(size, MOST_BYTES));
    return size <= MOST_BYTES ? { ...part, bytes } : { ...part, bytes: NOTHING, problem: toTooLarge(name) };
  });
}

/**
 * Part `index` of NDJSON: the lines that begin in its 256 KiB, read without what is before and behind. Never throws: that it
 * cannot be read is told in the part. One that takes more than `mostBytes` is not read to its end, and has more than these.
 */
export function readRange(
  { input, name, path, size }: RangesPlan,
  index: number,
  mostBytes: number = Number.POSITIVE_INFINITY,
): Part {
  const part = { input, part: index, name, form: 'lines', column: 1, bytes: NOTHING } as const;
  return withFile(part, path, (descriptor) => {
    // A line that begins at the very start of the 256 KiB begins behind a line feed before it.
    const offset = Math.max(0, index * PART_BYTES - 1);
    const first = readAt(descriptor, offset, Math.min(PART_BYTES + 1 + SLACK_BYTES, size - offset));
    const start = index === 0 ? 0 : first.subarray(0, PART_BYTES).indexOf(LINE_FEED) + 1;
    if (index > 0 && start === 0) return part;
    const create = () => createLineCutter(undefined, { part: index, offset: offset + start });
    let [cutter, read, length] = [create(), first, first.length];
    let cuts = cutter.push(read.subarray(start));
    // A long line is read again as a whole: in pieces it would be held twice while they are joined.
    while (cuts.length === 0 && length < SIZES.longestBytes && offset + length < size) {
      if (length > mostBytes) return { ...part, bytes: read };
      length *= 2;
      releaseRead(read);
      [cutter, read] = [create(), readAt(descriptor, offset, Math.min(length, size - offset))];
      cuts = cutter.push(read.subarray(start));
    }
    for (let at = offset + read.length; cuts.length === 0 && at < size; ) {
      const chunk = readAt(descriptor, at, Math.min(PART_BYTES, size - at));
      if (chunk.length === 0) break;
      at += chunk.length;
      cuts = cutter.push(chunk);
    }
    return { ...part, ...(cuts[0] ?? cutter.end()[0]) };
  });
}
