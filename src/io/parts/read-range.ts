import { PART_BYTES } from '../../core/cutting/cut.ts';
import { createLineCutter } from '../../core/cutting/cut-lines.ts';
import type { Part } from '../../core/validation/parts/part.ts';
import type { RangesPlan } from './input-plan.ts';
import { readAt, withFile } from './read-at.ts';

const LINE_FEED = 10;
/** Nearly every part ends so soon behind its MiB. */
const SLACK_BYTES = 65_536;
const NOTHING = new Uint8Array();

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
