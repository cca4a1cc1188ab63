import {
  chmodSync,
  closeSync,
  existsSync,
  fchmodSync,
  fstatSync,
  openSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { AppError } from '../../core/error.ts';
import { removeAbandonedDrafts } from '../draft.ts';
import { toFileError } from '../file-error.ts';
import { assertOwn } from '../own-state.ts';
import { makePrivateFolder } from '../private-folder.ts';
import { STATE_FOLDER } from '../state-paths.ts';
import { identify } from './identify.ts';
import { assertUnlocked, withLock } from './lock.ts';
import { makeHistory } from './make-history.ts';

/** Which file stands at a path: another one in its place has another inode. */
export type Identity = Pick<Stats, 'dev' | 'ino'>;

/** The file at a path, or undefined when there is none. Never throws. */
export function findIdentity(path: string): Identity | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** Whether the file at a path is still this one. Never throws. */
export function isStill(path: string, { dev, ino }: Identity): boolean {
  const now = findIdentity(path);
  return now?.ino === ino && now.dev === dev;
}

/**
 * Throws AppError `file_unreadable` for a history that another user owns or can change: its owner reads what is stored, and
 * decides what is found.
 */
export function assertOwnHistory(path: string): void {
  const folder = dirname(path);
  // Any other folder was named by the user.
  const own = basename(folder) === STATE_FOLDER ? [folder] : [];
  for (const each of [...own, path, ...filesBeside(path)])
    assertOwn(each, ', or choose another file with --history');
}

/**
 * Makes the folder (0700) and an empty history (0600) where there is none; SQLite gives its other files the same mode.
 * Throws AppError `history_locked` while another process replaces the file, `history_damaged`, `file_unreadable` as above,
 * and `file_unwritable`, also for a file that holds something else, which is not altered.
 */
export function prepareFile(path: string): Identity {
  try {
    assertOwnHistory(path);
    assertUnlocked(path);
    removeAbandonedDrafts(dirname(path));
    if (!existsSync(path)) withLock(folderMadeFor(path), () => makeFile(path));
    identify(path, 'write');
    const descriptor = openSync(path, 'r+');
    try {
      fchmodSync(descriptor, 0o600);
      return fstatSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw error instanceof AppError ? error : toFileError('write', path, error);
  }
}

function folderMadeFor(path: string): string {
  makePrivateFolder(dirname(path));
  return path;
}

/** What lies beside a file that is gone belongs to it, and would be taken for a part of the new one. */
function makeFile(path: string): void {
  if (existsSync(path)) return;
  for (const beside of filesBeside(path)) rmSync(beside, { force: true });
  makeHistory(path);
}

/** The files that SQLite keeps beside its own: what is not yet in it, and who is at work. */
function filesBeside(path: string): readonly string[] {
  return [`${path}-wal`, `${path}-shm`, `${path}-journal`];
}

/** Those of them that are there. Never throws. */
export function listBeside(path: string): ReadonlyMap<string, Identity> {
  const found = filesBeside(path).map((file) => [file, findIdentity(file)] as const);
  return new Map(found.flatMap(([file, identity]) => (identity === undefined ? [] : [[file, identity]])));
}

/** Gives the files beside an older one its mode. Never throws. */
export function protectBeside(path: string): void {
  for (const beside of filesBeside(path)) if (existsSync(beside)) chmodSync(beside, 0o600);
}
