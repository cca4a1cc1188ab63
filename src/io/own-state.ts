import { existsSync, lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../core/error.ts';
import { toShellWord } from '../core/request/shell-word.ts';
import { makeDraft } from './draft.ts';

/**
 * Throws AppError `file_unreadable` when another user owns a file or folder of the state, or can change it. Trusted are this
 * user, root, and the owner of the folder above, who could replace it: root works in the folders of users, and in a
 * container the user often has another number. What is absent is in order, as is everything on Windows.
 * @param otherwise Completes the hint, for example `, or set FP_WEBHOOKS_SECRET`.
 */
export function assertOwn(path: string, otherwise = ''): void {
  const user = process.getuid?.();
  const status = findStatus(path);
  if (user === undefined || status === undefined || isSpecial(status)) return;
  // Whoever made a link decides where it leads.
  if (status.isSymbolicLink() && existsSync(path)) assertOwn(realpathSync(path), otherwise);
  if (![user, 0, statSync(dirname(path)).uid].includes(status.uid)) {
    throw new AppError(
      'file_unreadable',
      `${path} belongs to another user (uid ${status.uid}), who decides what is in it.`,
      `Remove it, or check it and run: sudo chown -R ${user} ${toShellWord(path)}${otherwise}.`,
    );
  }
  if (!isOpenToOthers(status) || !hasModes(path)) return;
  throw new AppError(
    'file_unreadable',
    `${path} can be changed by other users (mode ${(status.mode & 0o7777).toString(8)}).`,
    `Check what is in it and run: chmod go-w ${toShellWord(path)}${otherwise}.`,
  );
}

/** Pipes and devices are refused where they are read. */
function isSpecial(status: Stats): boolean {
  return !status.isFile() && !status.isDirectory() && !status.isSymbolicLink();
}

function findStatus(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    // Reading it says why.
    return undefined;
  }
}

/** Debian, Ubuntu and Fedora give each user a group of the same number, in which nobody else is. */
function isOpenToOthers(status: Stats): boolean {
  const isSticky = status.isDirectory() && (status.mode & 0o1000) !== 0;
  const others = status.uid === status.gid ? 0o002 : 0o022;
  return !status.isSymbolicLink() && !isSticky && (status.mode & others) !== 0;
}

/** Whether the file system keeps modes: on FAT, and on folders that Windows shares with Linux, everything is open to all. */
function hasModes(path: string): boolean {
  try {
    const draft = makeDraft(path);
    const { mode } = statSync(dirname(draft.path));
    draft.remove();
    return (mode & 0o077) === 0;
  } catch {
    return true;
  }
}
