import {
  closeSync,
  existsSync,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { CAPTURE_START } from '../core/capture/capture.ts';
import { AppError } from '../core/error.ts';
import { toFileError } from './file-error.ts';

/** A file that captures are added to, one line each. */
export interface CaptureFile {
  readonly path: string;
  /** Adds one line whole, or not at all. Throws AppError `file_unwritable`, for example when the disk is full. */
  readonly append: (line: string) => void;
  readonly close: () => void;
}

/**
 * Opens a file to add captures to, readable by this user alone (0600). Where an earlier process was stopped in the
 * middle of a line, that line is ended first, so that the next capture starts on its own.
 * Throws AppError `file_unwritable`, also for a file that holds something other than captures.
 */
export function openCaptureFile(path: string): CaptureFile {
  let descriptor = open(path);
  return {
    path,
    append: (line) => {
      // Deleted or moved away while listening: what is written to it now would be lost.
      if (fstatSync(descriptor).nlink === 0) descriptor = reopen(descriptor, path);
      guarded(path, () => writeWhole(descriptor, Buffer.from(`${line}\n`)));
    },
    close: () => closeSync(descriptor),
  };
}

function open(path: string): number {
  const descriptor = guarded(path, () => {
    if (!existsSync(dirname(path))) mkdirSync(dirname(path), { mode: 0o700 });
    // 'a+': every write goes to the end in one piece, also when two listeners share the file.
    return openSync(path, 'a+', 0o600);
  });
  guarded(path, () => prepare(descriptor, path));
  return descriptor;
}

function reopen(descriptor: number, path: string): number {
  const fresh = open(path);
  closeSync(descriptor);
  return fresh;
}

function prepare(descriptor: number, path: string): void {
  const status = fstatSync(descriptor);
  if (!status.isFile()) return;
  if (!holdsCaptures(readText(descriptor, { start: 0, length: CAPTURE_START.length }))) {
    throw new AppError(
      'file_unwritable',
      `${path} holds something other than captures, and nothing was added to it.`,
      'Choose another file with --save.',
    );
  }
  fchmodSync(descriptor, 0o600);
  if (status.size > 0 && readText(descriptor, { start: status.size - 1, length: 1 }) !== '\n') {
    writeSync(descriptor, '\n');
  }
}

/** Whether a file that starts like this is empty or one of captures, of which the first may have been cut off. */
function holdsCaptures(start: string): boolean {
  const [line = ''] = start.split('\n', 1);
  return start === '' || (line.length >= 3 && CAPTURE_START.startsWith(line));
}

function readText(descriptor: number, { start, length }: { start: number; length: number }): string {
  const bytes = Buffer.alloc(length);
  return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, length, start));
}

function writeWhole(descriptor: number, bytes: Uint8Array): void {
  const before = fstatSync(descriptor).size;
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  } catch (error) {
    // A full disk takes a part of the line: it is taken back, unless another listener has added to the file since.
    if (written > 0 && fstatSync(descriptor).size === before + written) ftruncateSync(descriptor, before);
    throw error;
  }
}

function guarded<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw error instanceof AppError ? error : toFileError('write', path, error);
  }
}
