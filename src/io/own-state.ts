import { existsSync, lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { toShellWord } from '../core/delivery/shell-word.ts';
import { AppError } from '../core/error.ts';
import { withDraft } from './draft.ts';

/**
 * Throws AppError `file_unreadable` when another user owns a file or folder of the state, or when everybody can change it.
 * Trusted are this user, root, and the owner of the folder above, who could replace it: root works in the folders of users,
 * and in a container the user often has another number. What is absent is in order, as is everything on Windows.
 * @param otherwise Completes the hint, for example `, or set FP_WEBHOOKS_SECRET`.
 */
export function assertOwn(path: string, otherwise = ''): void {
  const user = process.getuid?.();
  const status = findStatus(path);
  if (user === undefined || status === undefined || isSpecial(status)) return;
  // Whoever made a link decides where it leads.
  if (status.isSymbolicLink() && existsSync(path)) assertOwn(realpathSync(path), otherwise);
  const isOwn = [user, 0, statSync(dirname(path)).uid].includes(status.uid);
  if (isOwn && !isOpenToOthers(status)) return;
  const made = probe(path);
  if (!isOwn && made?.uid !== status.uid) {
    throw new AppError(
      'file_unreadable',
      `${path} belongs to another user (uid ${status.uid}), who decides what is in it.`,
      `Remove it, or check it and run: sudo chown -R ${user} ${toShellWord(path)}${otherwise}.`,
    );
  }
  if (!isOpenToOthers(status) || ((made?.mode ?? 0) & 0o077) !== 0) return;
  throw new AppError(
    'file_unreadable',
    `${path} can be changed by other users (mode ${(status.mode & 0o7777).toString(8)}).`,
    `Check what is in it and run: chmod go-w ${toShellWord(path)}${otherwise}.`,
  );
}

/**
 * Names the group of this process that can change a file or folder of the state, in a sentence. That is usual in a volume
 * of Kubernetes: with `fsGroup`, all files in it belong to a group of the process, which may write to them.
 * Source: kubernetes.io/docs/tasks/configure-pod-container/security-context, 2026-11-30. Never throws.
 */
export function remarkOnGroup(path: string): readonly string[] {
  const status = findStatus(path);
  const isShared = status !== undefined && status.uid !== status.gid && isOwnGroup(status);
  if (!isShared || status.isSymbolicLink() || (status.mode & 0o020) === 0) return [];
  const command = `chmod g-w ${toShellWord(path)}`;
  return [`${path} can be changed by the members of group ${status.gid}. To prevent that, run: ${command}`];
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
  const others = status.uid === status.gid || isOwnGroup(status) ? 0o002 : 0o022;
  return !status.isSymbolicLink() && !isSticky && (status.mode & others) !== 0;
}

function isOwnGroup({ gid }: Stats): boolean {
  return gid === process.getegid?.() || process.getgroups?.().includes(gid) === true;
}

/**
 * The owner and mode that the file system gives to a folder (0700) of this user; undefined where none can be made. FAT, and
 * folders that Windows shares with Linux, open everything to all; a mount can give all files to one user.
 */
function probe(path: string): Stats | undefined {
  try {
    return withDraft(path, (draft) => statSync(dirname(draft)));
  } catch {
    return undefined;
  }
}
