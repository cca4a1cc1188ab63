import { rmSync, statSync } from 'node:fs';
import { isAbandoned, markOwner } from '../draft.ts';
import { toLocked } from './failure.ts';

/** Nobody needs it for so long: its owner was stopped in the middle, on another machine or before it wrote its name. */
const STALE_MS = 10_000;

/**
 * Does something while no other process opens or replaces the history at a path. Throws AppError `history_locked` while
 * another one does, and what the action and the file system throw.
 */
export function withLock<Value>(path: string, action: () => Value): Value {
  const lock = lockOf(path);
  assertUnlocked(path);
  try {
    markOwner(lock);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw toLocked(path);
    throw error;
  }
  try {
    return action();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Throws AppError `history_locked` while another process replaces the history at a path. */
export function assertUnlocked(path: string): void {
  const lock = lockOf(path);
  const status = statSync(lock, { throwIfNoEntry: false });
  if (status === undefined) return;
  if (Date.now() - status.mtimeMs < STALE_MS && !isAbandoned(lock)) throw toLocked(path);
  rmSync(lock, { force: true });
}

function lockOf(path: string): string {
  return `${path}.lock`;
}
