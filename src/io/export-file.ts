import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../core/error.ts';
import { toFileError } from './file-error.ts';

/** A file that is there whole, or not at all. */
export interface ExportFile {
  /** Throws AppError `file_unwritable`. */
  readonly write: (text: string) => void;
  /** Puts the file in its place and gives its size in bytes. Throws AppError `file_unwritable`. */
  readonly finish: () => number;
  /** Leaves no trace. Never throws. */
  readonly discard: () => void;
}

/**
 * Starts a file that only its owner can read, unless `mode` says otherwise. What is there already is not touched before
 * `finish`, and replaced only with `force`. Throws AppError `file_unwritable`.
 */
export function startExportFile(path: string, force: boolean, mode = 0o600): ExportFile {
  checkTarget(path, force);
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}`);
  const descriptor = guarded(path, () => openSync(draft, 'w', mode));
  let bytes = 0;
  const discard = () => {
    closeQuietly(descriptor);
    unlinkQuietly(draft);
  };
  const orDiscard = <Value>(action: () => Value): Value => {
    try {
      return guarded(path, action);
    } catch (error) {
      discard();
      throw error;
    }
  };
  return {
    write: (text) =>
      orDiscard(() => {
        const chunk = Buffer.from(text);
        for (let start = 0; start < chunk.length; ) start += writeSync(descriptor, chunk, start);
        bytes += chunk.length;
      }),
    finish: () =>
      orDiscard(() => {
        fsyncSync(descriptor);
        putInPlace(draft, path, force);
        closeSync(descriptor);
        return bytes;
      }),
    discard,
  };
}

function checkTarget(path: string, force: boolean): void {
  const status = guarded(path, () => statSync(path, { throwIfNoEntry: false }));
  if (status === undefined) return;
  // Renaming onto a device would replace the device.
  if (!status.isFile()) throw new AppError('file_unwritable', `Cannot write ${path}: it is no regular file.`);
  if (!force) throw toPresent(path);
}

function toPresent(path: string): AppError {
  return new AppError(
    'file_unwritable',
    `${path} is there already, and stays as it is.`,
    '--force overwrites it.',
  );
}

/** A link fails where something is by now, which a rename would replace. */
function putInPlace(draft: string, path: string, force: boolean): void {
  if (force) {
    renameSync(draft, path);
    return;
  }
  try {
    linkSync(draft, path);
    unlinkSync(draft);
  } catch {
    // It came in the meantime, or the file system knows no links.
    if (existsSync(path)) throw toPresent(path);
    renameSync(draft, path);
  }
}

function closeQuietly(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // It is closed already.
  }
}

function unlinkQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It is gone already.
  }
}

function guarded<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw error instanceof AppError ? error : toFileError('write', path, error);
  }
}
