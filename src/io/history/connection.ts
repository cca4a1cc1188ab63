import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openSqlite } from '../sqlite.ts';
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
 * Opens a history for writing, made where there is none. Throws AppError `file_unwritable` or `history_newer`, and what
 * SQLite throws, for example while another process has it locked.
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
    checkEnds(database);
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
const ENDS = `SELECT max(seq) FROM deliveries UNION ALL SELECT max(id) FROM deliveries
  UNION ALL SELECT max(received_at) FROM deliveries UNION ALL SELECT max(message_id) FROM deliveries
  UNION ALL SELECT max(delivery) FROM answers UNION ALL SELECT max(delivery) FROM diagnoses
  UNION ALL SELECT max(seq) FROM forwardings UNION ALL SELECT max(delivery) FROM forwardings`;

function checkEnds(database: DatabaseSync): void {
  database.prepare(ENDS).all();
}

/** Whether it is open and its files are still at its path: what is written to one that was deleted is lost. Never throws. */
export function isCurrent({ path, database, identity, beside }: Connection): boolean {
  return (
    database.isOpen && isStill(path, identity) && [...beside].every(([file, each]) => isStill(file, each))
  );
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
