import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { toFileError } from './file-error.ts';

/**
 * Writes a file (0600) whole or not at all: what stood there before is replaced at the last moment. A link leads to the
 * file that is replaced, and what is no file, such as `/dev/stdout`, is written to. Throws AppError `file_unwritable`.
 */
export function writeWhole(file: string, content: string | Uint8Array, cwd: string): void {
  try {
    write(resolve(cwd, file), content);
  } catch (error) {
    throw toFileError('write', file, error);
  }
}

function write(path: string, content: string | Uint8Array): void {
  const status = statSync(path, { throwIfNoEntry: false });
  // Renaming onto a device would replace the device.
  if (status !== undefined && !status.isFile()) writeFileSync(path, content);
  else replace(status === undefined ? path : realpathSync(path), content);
}

function replace(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${process.pid}.draft`;
  try {
    writeFileSync(draft, content, { mode: 0o600 });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
