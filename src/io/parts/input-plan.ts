import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { findContainer } from '../../core/cutting/container.ts';
import { PART_BYTES } from '../../core/cutting/cut.ts';
import { findPacking } from '../../core/document/unpack.ts';
import type { InputForm, Part, PartForm } from '../../core/validation/part.ts';
import { type InputName, toParts } from './stream-parts.ts';

/** A named file, and how people know it. */
export interface FileInput extends InputName {
  /** Where it is; absolute. */
  readonly path: string;
}

/** A plain file that is read and checked whole, by `readFilePart`. Plain data. */
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
  /** How many parts it has. */
  readonly parts: number;
}

/** What can only be read from beginning to end. */
export interface StreamPlan extends InputName {
  readonly kind: 'stream';
  /** Reads it; to be called once. What cannot be read is told in the last part: it never throws. */
  readonly open: () => AsyncIterable<Part>;
}

/** How an input is read. */
export type InputPlan = FilePlan | RangesPlan | StreamPlan;

/** Enough to tell what most files hold; more is read where it is not. */
const FIRST_HEAD_BYTES = 2 * PART_BYTES;
const CHUNK_BYTES = 262_144;

/**
 * Finds out how a file is to be read: by its size, its name and its beginning. Never throws: what cannot be read is told
 * by whoever reads it.
 */
export function planInput(file: FileInput, as?: InputForm): InputPlan {
  const { input, name, path } = file;
  const named = { input, name };
  const unknown = { kind: 'file', ...named, path, size: 0, form: 'document' } as const;
  try {
    const status = statSync(path);
    if (status.isDirectory()) return unknown;
    // A pipe can be opened once.
    if (!status.isFile()) return planPath(file, as);
    const descriptor = openSync(path, 'r');
    try {
      return planFile({ input, name, path }, { descriptor, size: status.size, as });
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return unknown;
  }
}

interface Opened {
  readonly descriptor: number;
  readonly size: number;
  readonly as: InputForm | undefined;
}

function planFile(file: FileInput, opened: Opened): InputPlan {
  const { size, as } = opened;
  let length = FIRST_HEAD_BYTES;
  for (;;) {
    const head = readHead(opened, length);
    if (findPacking(head) !== undefined) return planPath(file, as);
    const form = findContainer({
      head,
      isWhole: head.length < length || length >= size,
      name: file.name,
      as,
    });
    if (form === 'elements') return planPath(file, as);
    if (form === 'lines' && size > PART_BYTES)
      return { kind: 'ranges', ...file, size, parts: Math.ceil(size / PART_BYTES) };
    if (form !== 'unknown') return { kind: 'file', ...file, size, form };
    length *= 2;
  }
}

function readHead({ descriptor }: Opened, length: number): Uint8Array {
  const head = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(descriptor, head, filled, length - filled, filled);
    if (count === 0) break;
    filled += count;
  }
  return head.subarray(0, filled);
}

/** A stream of whatever the path leads to. */
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
