import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { PART_BYTES } from '../../core/cutting/cut.ts';
import { createLineCutter } from '../../core/cutting/cut-lines.ts';
import type { Part } from '../../core/validation/part.ts';
import { toFileError } from '../file-error.ts';
import type { FilePlan, RangesPlan } from './input-plan.ts';

const LINE_FEED = 10;
/** Nearly every part ends so soon behind its MiB. */
const SLACK_BYTES = 65_536;
const MOST_BYTES = 268_435_456;

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
 * Part `index` of NDJSON: the lines that begin in its MiB, read without what is before and behind. Never throws: that it
 * cannot be read is told in the part.
 */
export function readRange({ input, name, path, size }: RangesPlan, index: number): Part {
  const part = { input, part: index, name, form: 'lines', column: 1, bytes: NOTHING } as const;
  return withFile(part, path, (descriptor) => {
    // A line that begins at the very start of the MiB begins behind a line feed before it.
    const offset = Math.max(0, index * PART_BYTES - 1);
    const first = readAt(descriptor, offset, Math.min(PART_BYTES + 1 + SLACK_BYTES, size - offset));
    const start = index === 0 ? 0 : first.subarray(0, PART_BYTES).indexOf(LINE_FEED) + 1;
    if (index > 0 && start === 0) return part;
    const cutter = createLineCutter(undefined, { part: index, offset: offset + start });
    let cuts = cutter.push(first.subarray(start));
    for (let at = offset + first.length; cuts.length === 0 && at < size; ) {
      const chunk = readAt(descriptor, at, Math.min(PART_BYTES, size - at));
      if (chunk.length === 0) break;
      at += chunk.length;
      cuts = cutter.push(chunk);
    }
    return { ...part, ...(cuts[0] ?? cutter.end()[0]) };
  });
}

const NOTHING = new Uint8Array();

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

/** Fewer bytes than wanted only where the file ends. */
function readAt(descriptor: number, offset: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, offset + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

function toTooLarge(name: string) {
  const message = `Cannot read ${name}: it is one JSON value and larger than 256 MiB. NDJSON and arrays are read at any size.`;
  return { code: 'file_unreadable', message } as const;
}
