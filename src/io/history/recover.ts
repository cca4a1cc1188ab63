import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../core/error.ts';
import { withDraft } from '../draft.ts';
import { toFileError } from '../file-error.ts';
import { openSqlite } from '../sqlite.ts';
import { type Connection, openConnection, toConnection } from './connection.ts';
import { toHistoryError } from './failure.ts';
import { assertOwnHistory, findIdentity } from './file.ts';
import { beginsAsHistory, readStart } from './identify.ts';
import { insertCapture, insertConclusion } from './insert.ts';
import { withLock } from './lock.ts';
import { PATIENCE_MS } from './patience.ts';
import { readRemains } from './remains.ts';
import { PAGE_BYTES } from './schema.ts';
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
    const readable = countReadable(path);
    if (readable !== undefined) return { recovered: readable, unreadable: 0 };
    return guarded('write', path, () => withDraft(path, (draft) => rebuild({ path, draft, now })));
  } finally {
    letWriters();
  }
}

function rebuild({ path, draft, now }: { path: string; draft: string; now: Date }): Recovery {
  const counts = fill(draft, path);
  if (counts.recovered === 0) {
    throw new AppError(
      'file_unreadable',
      `${path} holds no delivery that could be recovered, and was left as it is.`,
      'Move it away, and a new history is made.',
    );
  }
  sync(draft);
  const damagedPath = `${path}.damaged-${now.toISOString().replace(/[:.]/g, '-')}`;
  withLock(path, () => replace(path, { draft, damagedPath }));
  return { ...counts, damagedPath };
}

/** Fills a new history with what is left of a damaged one, which is read from a copy: SQLite alters what it opens. */
function fill(draft: string, path: string): Pick<Recovery, 'recovered' | 'unreadable'> {
  const target = openConnection(draft);
  const { database } = target;
  try {
    // It is put on the disk as a whole at the end.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA synchronous = OFF');
    const firstPage = readStart(draft, PAGE_BYTES);
    const copy = `${draft}.copy`;
    let counts = { recovered: 0, unreadable: 0 };
    for (const mend of beginsAsHistory(path) ? [undefined, firstPage] : [firstPage]) {
      copyFiles(path, copy, mend);
      counts = copyDeliveries(copy, target);
      if (counts.recovered > 0) break;
    }
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return counts;
  } finally {
    database.close();
  }
}

const SIZE_IN_PAGES_AT = 28;

/** @param mend The first page of a new history, for one whose own is damaged: it holds the header and all tables. */
function copyFiles(path: string, copy: string, mend: Buffer | undefined): void {
  for (const file of ['', '-wal', '-shm']) rmSync(copy + file, { force: true });
  copyFileSync(path, copy);
  if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`);
  const pages = Math.max(1, Math.floor(statSync(copy).size / PAGE_BYTES));
  const descriptor = openSync(copy, 'r+');
  try {
    const header = mend === undefined ? readStart(copy, PAGE_BYTES) : Buffer.from(mend);
    // SQLite reads nothing of a file that is shorter than its header says.
    const isLonger = header.readUInt32BE(SIZE_IN_PAGES_AT) > pages;
    if (mend !== undefined || isLonger) header.writeUInt32BE(pages, SIZE_IN_PAGES_AT);
    writeSync(descriptor, header, 0, header.length, 0);
  } finally {
    closeSync(descriptor);
  }
}

const IS_TABLE = `SELECT 1 FROM sqlite_schema WHERE name = 'deliveries' AND type = 'table' AND rootpage > 0`;

/** Nothing is read through a view or a virtual table of another program. */
function copyDeliveries(copy: string, target: Connection): Pick<Recovery, 'recovered' | 'unreadable'> {
  const source = openSqlite(copy, { timeoutMs: PATIENCE_MS, isSchemaWritable: true });
  let recovered = 0;
  try {
    source.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA synchronous = OFF');
    if (source.prepare(IS_TABLE).get() === undefined) return { recovered, unreadable: 0 };
    target.database.exec('BEGIN');
    const unreadable = readRemains(toConnection(copy, source, target.identity), ({ capture, diagnosis }) => {
      insertCapture(target, capture);
      if (diagnosis !== undefined) insertConclusion(target, capture.id, { diagnosis });
      recovered += 1;
      if (recovered % BATCH === 0) target.database.exec('COMMIT; BEGIN');
    });
    return { recovered, unreadable };
  } catch (error) {
    const failure = toHistoryError(copy, error, 'read');
    if (failure instanceof AppError && failure.code === 'history_damaged')
      return { recovered, unreadable: 0 };
    throw error;
  } finally {
    if (target.database.isTransaction) target.database.exec('COMMIT');
    source.close();
  }
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
