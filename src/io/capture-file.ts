import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { toFileError } from './file-error.ts';

/** A file that captures are added to, one line each. */
export interface CaptureFile {
  readonly path: string;
  /** Adds one line whole, or not at all. Throws AppError `file_unwritable`, for example when the disk is full. */
  readonly append: (line: string) => void;
  readonly close: () => void;
}

/**
 * Opens a file (made with mode 0600) to add captures to. Where an earlier process was stopped in the middle of a line,
 * that line is ended first, so that the next capture starts on its own. Throws AppError `file_unwritable`.
 */
export function openCaptureFile(path: string): CaptureFile {
  const descriptor = guarded(path, () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // 'a+': every write goes to the end in one piece, also when two listeners share the file.
    return openSync(path, 'a+', 0o600);
  });
  guarded(path, () => endTornLine(descriptor));
  return {
    path,
    append: (line) => guarded(path, () => writeWhole(descriptor, Buffer.from(`${line}\n`))),
    close: () => closeSync(descriptor),
  };
}

function endTornLine(descriptor: number): void {
  const { size } = fstatSync(descriptor);
  const last = Buffer.alloc(1);
  if (size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a)
    writeSync(descriptor, '\n');
}

function writeWhole(descriptor: number, bytes: Uint8Array): void {
  const before = fstatSync(descriptor).size;
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  } catch (error) {
    // A full disk takes a part of the line: it is taken back, unless another listener has added to the file since.
    if (fstatSync(descriptor).size === before + written) ftruncateSync(descriptor, before);
    throw error;
  }
}

function guarded<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw toFileError('write', path, error);
  }
}
