import { closeSync, existsSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { openSqlite } from '../sqlite.ts';
import { migrate } from './schema.ts';

const TIMEOUT_MS = 1_000;

/**
 * Makes an empty history at a path that has none, under a lock. It is there as a whole or not at all: another process that
 * opens it at the same moment, or after this one was killed, must not find half a file, which could be anything. Throws
 * what SQLite and the file system throw.
 */
export function makeHistory(path: string): void {
  const draft = `${path}.new`;
  const files = [draft, `${draft}-journal`, `${draft}-wal`, `${draft}-shm`];
  const clear = () => {
    for (const file of files) rmSync(file, { force: true });
  };
  clear();
  try {
    closeSync(openSync(draft, 'wx', 0o600));
    fill(draft);
    putInPlace(draft, path);
  } finally {
    clear();
  }
}

function fill(draft: string): void {
  const database = openSqlite(draft, { timeoutMs: TIMEOUT_MS });
  try {
    migrate(database, draft);
    database.exec('PRAGMA journal_mode = WAL');
  } finally {
    database.close();
  }
}

function putInPlace(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    // Something has come there in the meantime, which is looked at next.
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
    // The file system knows no links.
    if (!existsSync(path)) renameSync(draft, path);
  }
}
