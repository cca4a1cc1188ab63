import { fstatSync } from 'node:fs';
import { MOST_BYTES, toTooLarge } from '../../core/json/cut.ts';
import type { Part } from '../../core/validation/parts/part.ts';
import type { FilePlan } from './input-plan.ts';
import { readAt, withFile } from './read-at.ts';

/** The one part of a file that is read whole. Never throws: that it cannot be read is told in the part. */
export function readFilePart({ input, name, path, form }: FilePlan): Part {
  const part = { input, part: 0, name, form, column: 1 } as const;
  return withFile({ ...part, bytes: NOTHING }, path, (descriptor) => {
    const { size } = fstatSync(descriptor);
    const bytes = readAt(descriptor, 0, Math.min(size, MOST_BYTES));
    return size <= MOST_BYTES ? { ...part, bytes } : { ...part, bytes: NOTHING, problem: toTooLarge(name) };
  });
}

const NOTHING = new Uint8Array();
