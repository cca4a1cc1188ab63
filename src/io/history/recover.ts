import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../core/error.ts';
import { type Salvaged, salvage } from '../../core/history/salvage/salvage.ts';
import { withDraft } from '../draft.ts';
import { toFileError } from '../file-error.ts';
import { openConnection } from './connection.ts';
import { toHistoryError } from './failure.ts';
import { assertOwnHistory, findIdentity } from './file.ts';
import { insertCapture, insertConclusion } from './insert.ts';
import { withLock } from './lock.ts';
import { openPages } from './pages.ts';
import { PATIENCE_MS } from './patience.ts';
import { countReadable, holdWriters } from './soundness.ts';

/** What became of a damaged history. */
export interface Recovery {
  /** How many deliveries are in the history now. */
  readonly recovered: number;
  /** How many are known to be lost. One of which no trace is left is not counted. */
  readonly unreadable: number;
  /** Where the damaged file is now; absent when nothing was wrong with it and it was left in its place. */
  readonly damagedPath?: string;
}

/** So many are written at a time. */
const BATCH = 500;

/**
 * Makes a new history of what can be read of a damaged one and puts it in its place; the damaged one is kept beside it.
 * When that fails nothing has changed. Throws AppError `file_unreadable` when there is no file or nothing in it that could
 * be a history, `file_unwritable`, `history_newer`, or `history_locked` while another process writes.
 * @param now Names the file that is put aside.
 * @param patienceMs How long to wait for another process that writes.
 */
export function recoverHistory(path: string, now: Date, patienceMs = PATIENCE_MS): Recovery {
  if (findIdentity(path) === undefined) {
    throw new AppError('file_unreadable', `Cannot read ${path}: there is no such file.`);
  }
  assertOwnHistory(path);
  // A listener may still be able to write: what it adds meanwhile would be left behind.
  const letWriters = holdWriters(path, patienceMs);
  try {
    return withPages(path, (salvaged) => {
      // Pages of another size, as other programs make them, are read by SQLite and not by the salvage.
      const readable = countReadable(path) ?? -1;
      if (readable >= salvaged.recovered) return { recovered: readable, unreadable: 0 };
      if (salvaged.recovered === 0) throw toHopeless(path);
      return { ...toCounts(salvaged), damagedPath: rebuild(path, salvaged, now) };
    });
  } finally {
    letWriters();
  }
}

function toCounts({ recovered, unreadable }: Salvaged): Recovery {
  return { recovered, unreadable };
}

function withPages(path: string, action: (salvaged: Salvaged) => Recovery): Recovery {
  const pages = guarded('read', path, () => openPages(path));
  try {
    return action(guarded('read', path, () => salvage(pages)));
  } finally {
    pages.close();
  }
}

/** Gives where the damaged file is then. */
function rebuild(path: string, salvaged: Salvaged, now: Date): string {
  const damagedPath = `${path}.damaged-${now.toISOString().replace(/[:.]/g, '-')}`;
  guarded('write', path, () =>
    withDraft(path, (draft) => {
      writeDraft(draft, salvaged);
      withLock(path, () => replace(path, { draft, damagedPath }));
    }),
  );
  return damagedPath;
}

function toHopeless(path: string): AppError {
  return new AppError(
    'file_unreadable',
    `${path} holds no delivery that could be recovered, and was left as it is.`,
    'Move it away, and a new history is made.',
  );
}

function writeDraft(draft: string, { kept }: Salvaged): void {
  const connection = openConnection(draft);
  const { database } = connection;
  try {
    // It is put on the disk as a whole at the end.
    database.exec('PRAGMA synchronous = OFF; BEGIN');
    let count = 0;
    for (const { capture, diagnosis } of kept()) {
      insertCapture(connection, capture);
      if (diagnosis !== undefined) insertConclusion(connection, capture.id, { diagnosis });
      count += 1;
      if (count % BATCH === 0) database.exec('COMMIT; BEGIN');
    }
    database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
  sync(draft);
}

/** The old file has two names for a moment, so that there is one at the path at all times. */
function replace(path: string, { draft, damagedPath }: { draft: string; damagedPath: string }): void {
  const log = `${path}-wal`;
  linkSync(path, damagedPath);
  try {
    if (existsSync(log)) renameSync(log, `${damagedPath}-wal`);
    rmSync(`${path}-shm`, { force: true });
    renameSync(draft, path);
    sync(dirname(path));
  } catch (error) {
    if (existsSync(`${damagedPath}-wal`)) renameSync(`${damagedPath}-wal`, log);
    rmSync(damagedPath, { force: true });
    throw error;
  }
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function guarded<Value>(verb: 'read' | 'write', path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (error instanceof Error && 'syscall' in error) throw toFileError(verb, path, error);
    throw toHistoryError(path, error, verb);
  }
}
