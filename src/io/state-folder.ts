import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../core/error.ts';
import { putIfAbsent, withDraft } from './draft.ts';
import { toFileError } from './file-error.ts';
import { assertOwn } from './own-state.ts';
import { makePrivateFolder } from './private-folder.ts';
import { newSecretText } from './random.ts';
import { findText } from './read-file.ts';
import { STATE_FOLDER } from './state-paths.ts';

/**
 * Makes the folder (0700) with a `.gitignore` that keeps all of it out of a repository, and gives its path.
 * Throws AppError `file_unwritable`, or `file_unreadable` when it is another user's.
 */
export function makeStateFolder(cwd: string): string {
  const folder = join(cwd, STATE_FOLDER);
  assertOwn(folder);
  try {
    makePrivateFolder(folder);
    writeNew(join(folder, '.gitignore'), '*\n');
  } catch (error) {
    throw toFileError('write', folder, error);
  }
  return folder;
}

/**
 * The development secret of this folder, made at the first call and the same ever after, also for two processes that
 * start at once. Throws AppError `file_unreadable`, also for one that another user may have written, or `file_unwritable`.
 */
export function developmentSecret(cwd: string): string {
  const path = join(cwd, STATE_FOLDER, 'secret');
  for (const each of [dirname(path), path]) assertOwn(each, ', or set FP_WEBHOOKS_SECRET');
  const secret = readSecret(path) ?? makeSecret(cwd, path);
  if (secret !== '') return secret;
  throw new AppError(
    'secret_invalid',
    `The file ${path} is empty.`,
    'Delete it, and a new development secret is made.',
  );
}

/** Whether this folder has a development secret already. Never throws. */
export function hasDevelopmentSecret(cwd: string): boolean {
  return existsSync(join(cwd, STATE_FOLDER, 'secret'));
}

function makeSecret(cwd: string, path: string): string {
  makeStateFolder(cwd);
  try {
    writeNew(path, `${newSecretText()}\n`);
  } catch (error) {
    throw toFileError('write', path, error);
  }
  return readSecret(path) ?? '';
}

function readSecret(path: string): string | undefined {
  return findText(path, '')?.trim();
}

/** Writes a file whole or not at all, and leaves one that is already there as it is. */
function writeNew(path: string, text: string): void {
  if (existsSync(path)) return;
  withDraft(path, (draft) => {
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
    putIfAbsent(draft, path);
  });
}
