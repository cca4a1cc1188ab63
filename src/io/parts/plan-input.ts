import { closeSync, createReadStream, openSync, statSync } from 'node:fs';
import { type InputForm, PART_BYTES } from '../../core/json/cut.ts';
import { findContainer } from '../../core/json/cut-content.ts';
import { findPacking, toUnpackedName } from '../../core/json/packing.ts';
import type { Part } from '../../core/validation/parts/part.ts';
import {
  type FileInput,
  type FilePlan,
  type InputName,
  type RangesPlan,
  readAt,
  readFilePart,
} from './read-part.ts';
import { toParts } from './stream-parts.ts';

/** An input that can only be read from beginning to end. */
export interface StreamPlan extends InputName {
  readonly kind: 'stream';
  /** In bytes, where that is known: not of a pipe, and not of what is packed. */
  readonly size?: number;
  /** Reads it; to be called once. What cannot be read is told in the last part: it never throws. */
  readonly open: () => AsyncIterable<Part>;
}

/** Plan for reading an input. */
export type InputPlan = FilePlan | RangesPlan | StreamPlan;

/** Enough to tell what most files hold; more is read where it is not. */
const FIRST_HEAD_BYTES = 2 * PART_BYTES;
const CHUNK_BYTES = 262_144;
/** Most files hold one event. What is packed in one of this size is checked at one go. */
const SMALL_BYTES = 4_096;
const TELLING_BYTES = 4;

/**
 * Finds out how a file is to be read: by its size, its name and its beginning. Never throws: what cannot be read is told
 * by whoever reads it.
 */
export function planInput(file: FileInput, as?: InputForm): InputPlan {
  const { input, name, path } = file;
  const named = { input, name, path };
  try {
    const status = statSync(path);
    if (status.isDirectory()) return toUnknown(named);
    // A pipe can be opened once, and what the system makes up as it is read has no size.
    if (!status.isFile() || status.size === 0) return planPath(file, as);
    if (status.size <= SMALL_BYTES) return planSmall(named, status.size, as);
    const descriptor = openSync(path, 'r');
    try {
      if (findPacking(readAt(descriptor, 0, TELLING_BYTES)) !== undefined) return planPath(file, as);
      if (status.size <= PART_BYTES) return planSmall(named, status.size, as);
      return planFile(named, { descriptor, size: status.size, as });
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return toUnknown(named);
  }
}

function toUnknown(file: FileInput): FilePlan {
  return { kind: 'file', ...file, size: 0, form: 'document' };
}

interface Opened {
  readonly descriptor: number;
  readonly size: number;
  readonly as: InputForm | undefined;
}

/** Plans a file that is read whole: only its reader opens it, and sees then whether it is packed. */
function planSmall(file: FileInput, size: number, as: InputForm | undefined): FilePlan {
  const name = toUnpackedName(file.name);
  const form = findContainer({ head: NOTHING, isWhole: true, name, as });
  return { kind: 'file', ...file, size, form: form === 'lines' ? form : 'document' };
}

const NOTHING = new Uint8Array();

function planFile(file: FileInput, opened: Opened): InputPlan {
  const { size, as } = opened;
  let length = FIRST_HEAD_BYTES;
  for (;;) {
    const head = readAt(opened.descriptor, 0, length);
    const form = findContainer({
      head,
      isWhole: head.length < length,
      name: toUnpackedName(file.name),
      as,
    });
    if (form === 'elements') return { ...planPath(file, as), size };
    if (form === 'lines' && size > PART_BYTES)
      return { kind: 'ranges', ...file, size, parts: Math.ceil(size / PART_BYTES) };
    if (form !== 'unknown') return { kind: 'file', ...file, size, form };
    length *= 2;
  }
}

/** A stream of whatever the path leads to. Never throws. */
function planPath({ input, name, path }: FileInput, as: InputForm | undefined): StreamPlan {
  const open = () => createReadStream(path, { highWaterMark: CHUNK_BYTES });
  return planStream({ input, name }, open, as);
}

/** A plan for what comes in chunks, packed or not, as standard input does. Opened when its first part is asked for. Never throws. */
export function planStream(
  { input, name }: InputName,
  open: () => AsyncIterable<Uint8Array>,
  as?: InputForm,
): StreamPlan {
  return { kind: 'stream', input, name, open: () => toParts(open(), { input, name, as }) };
}

/** The parts of a file that is read whole: one, unless its first bytes say that it is packed. Never throws: what cannot be read is told in a part. */
export async function* readFileParts(plan: FilePlan, as: InputForm | undefined): AsyncGenerator<Part, void> {
  const part = readFilePart(plan);
  if (findPacking(part.bytes) === undefined) yield part;
  else yield* planPath(plan, as).open();
}
