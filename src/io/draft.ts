import { linkSync, lstatSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { findText } from './read-file.ts';

/** A place to make something that is then put at a path, whole or not at all. */
export interface Draft {
  /** Nothing is there yet, and only this user can put something there. */
  readonly path: string;
  /** Removes the draft and all beside it. Never throws. */
  readonly remove: () => void;
}

const PREFIX = '.fp-webhooks-draft-';
/** The file in a draft's folder that names the process that writes it. */
const OWNER = 'owner';
/** Age from which a draft is abandoned, whichever machine its process ran on. */
const STALE_MS = 86_400_000;
/** The same for a draft that names no process: it was killed before it wrote its name, which takes milliseconds. */
const NAMELESS_MS = 10_000;

/**
 * Makes a folder of a random name beside a path, exclusively and for this user alone (0700): whatever others have put into
 * the folder above, nothing is written through a link or into a file of theirs. Drafts of processes that were killed are
 * removed first. Throws what the file system throws.
 */
export function makeDraft(path: string): Draft {
  const parent = dirname(path);
  removeAbandonedDrafts(parent);
  const folder = mkdtempSync(join(parent, PREFIX));
  const remove = () => removeQuietly(folder);
  try {
    markOwner(join(folder, OWNER));
  } catch (error) {
    remove();
    throw error;
  }
  return { path: join(folder, 'draft'), remove };
}

/** Lends a draft to a function, which puts it in its place. Throws what the function and the file system throw. */
export function withDraft<Value>(path: string, use: (draft: string) => Value): Value {
  const draft = makeDraft(path);
  try {
    return use(draft.path);
  } finally {
    draft.remove();
  }
}

/**
 * Puts a draft at a path where nothing is. Gives false when something is there by now, which stays: a rename would replace
 * it. Throws what the file system throws.
 */
export function putIfAbsent(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
  } catch {
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return false;
    // The file system has no links.
    renameSync(draft, path);
  }
  return true;
}

/** Removes the drafts in a folder whose processes were killed. Never throws. */
export function removeAbandonedDrafts(folder: string): void {
  for (const name of listNames(folder)) {
    const draft = join(folder, name);
    if (name.startsWith(PREFIX) && isAbandonedDraft(draft)) removeQuietly(draft);
  }
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // It is absent, or closed to this user: creating the draft says so.
    return [];
  }
}

/** A folder of another user is never abandoned: its content could change while it is removed. */
function isAbandonedDraft(draft: string): boolean {
  const status = lstatSync(draft, { throwIfNoEntry: false });
  if (!status?.isDirectory() || status.uid !== (process.getuid?.() ?? status.uid)) return false;
  const owner = join(draft, OWNER);
  const isNamed = (lstatSync(owner, { throwIfNoEntry: false })?.size ?? 0) > 0;
  return isAbandoned(owner) || Date.now() - status.mtimeMs > (isNamed ? STALE_MS : NAMELESS_MS);
}

function removeQuietly(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // The next draft in the same folder removes it.
  }
}

/** Makes a file that names this process. Throws what the file system throws, EEXIST where there is one. */
export function markOwner(file: string): void {
  writeFileSync(file, `${process.pid} ${hostname()}`, { flag: 'wx', mode: 0o600 });
}

/** Whether a file names a process of this machine that has ended. Never throws. */
export function isAbandoned(file: string): boolean {
  try {
    const [pid, host] = findText(file, '')?.split(' ') ?? [];
    return host === hostname() && !isAlive(Number(pid));
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
