import { closeSync, fsyncSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { AppError } from '../core/error.ts';
import { type Draft, makeDraft, putIfAbsent } from './draft.ts';
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
  const draft = guarded(path, () => makeDraft(path));
  const descriptor = openNew(draft, path, mode);
  let bytes = 0;
  const discard = () => {
    closeQuietly(descriptor);
    draft.remove();
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
        putInPlace(draft.path, path, force);
        closeSync(descriptor);
        draft.remove();
        return bytes;
      }),
    discard,
  };
}

function openNew(draft: Draft, path: string, mode: number): number {
  try {
    return guarded(path, () => openSync(draft.path, 'wx', mode));
  } catch (error) {
    draft.remove();
    throw error;
  }
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

function putInPlace(draft: string, path: string, force: boolean): void {
  if (force) renameSync(draft, path);
  else if (!putIfAbsent(draft, path)) throw toPresent(path);
}

function closeQuietly(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // It is closed already.
  }
}

function guarded<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw error instanceof AppError ? error : toFileError('write', path, error);
  }
}
