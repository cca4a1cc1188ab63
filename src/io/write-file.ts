import { accessSync, constants, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { withDraft } from './draft.ts';
import { toFileError } from './file-error.ts';
import { withDefaultSignals } from './interruption.ts';

/**
 * Writes a file whole or not at all: what stood there before is replaced at the last moment. A link leads to the file that
 * is replaced, and what is no file, such as `/dev/stdout`, is written to. Others cannot read it, unless `mode` and the user's
 * own mask let them. Throws AppError `file_unwritable`.
 */
export function writeWhole(file: string, content: string | Uint8Array, cwd: string, mode = 0o600): void {
  try {
    write(resolve(cwd, file), content, mode);
  } catch (error) {
    throw toFileError('write', file, error);
  }
}

/**
 * Throws AppError `file_unwritable` where `writeWhole` could not write, as far as that can be told without writing: the
 * folder is absent or closed to this user, or the name is that of a folder.
 */
export function checkWritable(file: string, cwd: string): void {
  try {
    check(resolve(cwd, file));
  } catch (error) {
    throw toFileError('write', file, error);
  }
}

function check(path: string): void {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isDirectory()) throw toSystemError('EISDIR');
  if (status !== undefined && !status.isFile()) accessSync(path, constants.W_OK);
  else checkFolder(dirname(status === undefined ? path : realpathSync(path)));
}

/** A file is replaced, for which its folder must be open, and not the file itself. */
function checkFolder(folder: string): void {
  if (!statSync(folder).isDirectory()) throw toSystemError('ENOTDIR');
  accessSync(folder, constants.W_OK);
}

function toSystemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function write(path: string, content: string | Uint8Array, mode: number): void {
  const status = statSync(path, { throwIfNoEntry: false });
  // Renaming onto a device would replace the device.
  if (status !== undefined && !status.isFile()) withDefaultSignals(() => writeFileSync(path, content));
  else replace(status === undefined ? path : realpathSync(path), content, mode);
}

function replace(path: string, content: string | Uint8Array, mode: number): void {
  withDraft(path, (draft) => {
    writeFileSync(draft, content, { mode, flag: 'wx' });
    renameSync(draft, path);
  });
}
