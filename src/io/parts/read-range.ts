import { PART_BYTES, SIZES } from '../../core/json/cut.ts';
import { createLineCutter } from '../../core/json/cut-lines.ts';
import type { Part } from '../../core/validation/parts/part.ts';
import type { RangesPlan } from './input-plan.ts';
import { readAt, withFile } from './read-at.ts';
import { releaseRead } from './release.ts';

const LINE_FEED = 10;
/** Nearly every part ends so soon behind its MiB. */
const SLACK_BYTES = 65_536;
const NOTHING = new Uint8Array();

/**
 * Part `index` of NDJSON: the lines that begin in its MiB, read without what is before and behind. Never throws: that it
 * cannot be read is told in the part. One that takes more than `mostBytes` is not read to its end, and has more than these.
 */
export function readRange(
  { input, name, path, size }: RangesPlan,
  index: number,
  mostBytes: number = Number.POSITIVE_INFINITY,
): Part {
  const part = { input, part: index, name, form: 'lines', column: 1, bytes: NOTHING } as const;
  return withFile(part, path, (descriptor) => {
    // A line that begins at the very start of the MiB begins behind a line feed before it.
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
