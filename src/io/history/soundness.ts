import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../core/error.ts';
import { openSqlite } from '../sqlite.ts';
import { checkEnds, toConnection } from './connection.ts';
import { isBusy, toHistoryError } from './failure.ts';
import { findIdentity } from './file.ts';
import { findKept } from './find.ts';
import { beginsAsHistory } from './identify.ts';
import { PATIENCE_MS } from './patience.ts';
import { checkSchema, SCHEMA_VERSION } from './schema.ts';

/**
 * How many deliveries SQLite reads of a history when it finds no fault in it, and every checksum is right; else undefined.
 * Throws AppError `history_newer`, or `history_locked` while another process keeps it for itself.
 */
export function countReadable(path: string): number | undefined {
  const identity = findIdentity(path);
  if (identity === undefined || !beginsAsHistory(path)) return undefined;
  try {
    const database = openSqlite(path, { timeoutMs: PATIENCE_MS, readOnly: true });
    try {
      // Another version may be damage, too, and an older history is brought up to date by being made anew.
      if (checkSchema(database, path) !== SCHEMA_VERSION || !isSound(database)) return undefined;
      checkEnds(database, path);
      let count = 0;
      for (const _ of findKept(toConnection(path, database, identity), {}, false)) count += 1;
      return count;
    } finally {
      database.close();
    }
  } catch (error) {
    if (isBusy(error)) throw toHistoryError(path, error, 'read');
    if (error instanceof AppError && error.code === 'history_newer') throw error;
    return undefined;
  }
}

function isSound(database: DatabaseSync): boolean {
  return database.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'] === 'ok';
}

/**
 * Keeps all others from writing until what it gives is called, as far as the file still lets anybody write at all.
 * Throws AppError `history_locked` when another process does not stop writing.
 */
export function holdWriters(path: string, patienceMs: number): () => void {
  // SQLite would begin an empty file anew and throw the log of the old one away.
  if (!beginsAsHistory(path)) return () => undefined;
  // SQLite tidies up when the last one closes, and what it cannot read of the log would be gone: one that only reads does not.
  const reader = openSqlite(path, { timeoutMs: patienceMs, readOnly: true });
  const writer = openSqlite(path, { timeoutMs: patienceMs });
  const letWriters = () => {
    writer.close();
    reader.close();
  };
  try {
    reader.exec('PRAGMA schema_version');
    writer.exec('BEGIN IMMEDIATE');
  } catch (error) {
    if (!isBusy(error)) return letWriters;
    letWriters();
    throw toHistoryError(path, error);
  }
  return letWriters;
}
