import { closeSync, openSync } from 'node:fs';
import { putIfAbsent, withDraft } from '../draft.ts';
import { openSqlite } from '../sqlite.ts';
import { migrate } from './schema.ts';

const TIMEOUT_MS = 1_000;

/**
 * Makes an empty history at a path that has none, under a lock. It is there as a whole or not at all: another process that
 * opens it at the same moment, or after this one was killed, must not find half a file, which could be anything. Throws
 * what SQLite and the file system throw.
 */
export function makeHistory(path: string): void {
  withDraft(path, (draft) => {
    closeSync(openSync(draft, 'wx', 0o600));
    fill(draft);
    // Where something has come in the meantime, it is looked at next.
    putIfAbsent(draft, path);
  });
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
