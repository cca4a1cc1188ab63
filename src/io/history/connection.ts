import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isCount, isTime } from '../../core/history/row-shape.ts';
import { MOST_STORED_BYTES } from '../../core/history/stored.ts';
import { openSqlite } from '../sqlite.ts';
import { toDamaged } from './failure.ts';
import { type Identity, isStill, listBeside, prepareFile, protectBeside } from './file.ts';
import { migrate } from './schema.ts';

/** An open history. */
export interface Connection {
  readonly path: string;
  readonly database: DatabaseSync;
  /** The file that was opened. */
  readonly identity: Identity;
  /** The files beside it that were opened with it. */
  readonly beside: ReadonlyMap<string, Identity>;
  /** A statement, prepared at its first use. */
  readonly prepare: (sql: string) => StatementSync;
}

/** How long a statement may hold up this process while it waits for another one. */
const STANDSTILL_MS = 40;

/**
 * Opens a history for writing, made where there is none. Throws AppError `file_unwritable`, `history_newer` or
 * `history_damaged`, and what SQLite throws, for example while another process has it locked.
 */
export function openConnection(path: string): Connection {
  const identity = prepareFile(path);
  const database = openSqlite(path, { timeoutMs: STANDSTILL_MS });
  try {
    migrate(database, path);
    // FULL: a commit is on the disk when it returns, also if the power fails.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    // What is removed is really gone, and does not come back when the file is recovered.
    database.exec('PRAGMA secure_delete = ON');
    database.exec('PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 16777216');
    checkEnds(database, path);
    protectBeside(path);
  } catch (error) {
    database.close();
    throw error;
  }
  return { ...toConnection(path, database, identity), beside: listBeside(path) };
}

/**
 * The newest row of every table and index, which lies where the next one is added: damage there is found when a history is
 * opened and not by the first delivery. What is read opens the log, too.
 */
const ENDS = `SELECT (SELECT min(seq) FROM deliveries) AS first, (SELECT max(seq) FROM deliveries) AS last,
  (SELECT received_at FROM deliveries ORDER BY received_at LIMIT 1) AS oldest,
  (SELECT max(received_at) FROM deliveries) AS newest, (SELECT max(id) FROM deliveries),
  (SELECT max(message_id) FROM deliveries), (SELECT max(delivery) FROM answers), (SELECT max(delivery) FROM diagnoses),
  (SELECT max(seq) FROM forwardings), (SELECT max(delivery) FROM forwardings),
  (SELECT count(*) FROM (SELECT 1 FROM search_mark LIMIT 2)) AS marks, (SELECT max(seq) FROM search_mark) AS mark`;

/** Far above any number that a row gets, and far below the largest one, after which SQLite no longer counts up. */
export const MOST_ROWS = 2 ** 52;

/** Throws AppError `history_damaged` for ends that this tool never writes, and what SQLite throws. */
export function checkEnds(database: DatabaseSync, path: string): void {
  const { first, last, oldest, newest, marks, mark } = database.prepare(ENDS).get() ?? {};
  const isOrdered = first === null || (Number(first) >= 1 && Number(last) <= MOST_ROWS);
  const isTimed = first === null || (isTime(oldest) && isTime(newest));
  const isMarked = marks === 1 && isCount(mark) && mark <= Number(last);
  if (!isOrdered || !isTimed || !isMarked) throw toDamaged(path);
}

/** Whether it is open and its files are still at its path: what is written to one that was deleted is lost. Never throws. */
export function isCurrent({ path, database, identity, beside }: Connection): boolean {
  return (
    database.isOpen && isStill(path, identity) && [...beside].every(([file, each]) => isStill(file, each))
  );
}

/** A column in SQL; NULL where it is longer than any that this tool writes, so that memory stays bounded. */
export function bounded(column: string): string {
  return `iif(octet_length(${column}) <= ${MOST_STORED_BYTES}, ${column}, NULL) AS ${column}`;
}

/** Adds the keeping of prepared statements to an open database. */
export function toConnection(path: string, database: DatabaseSync, identity: Identity): Connection {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return { path, database, identity, beside: new Map(), prepare };
}
