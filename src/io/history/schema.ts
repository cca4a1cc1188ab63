import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../core/error.ts';
import { toDamaged } from './failure.ts';

/** Size of a page of a new history. */
export const PAGE_BYTES = 4_096;

/** Stands in the header of the file and tells a history from any other SQLite file: "FPWh". */
export const APPLICATION_ID = 0x46505768;

/**
 * A delivery is one row that is never changed. What is small stands first, so that a search need not read the bodies.
 * `attempt` to `same_body` sum up the deliveries of the same message before it.
 */
const DELIVERIES = `
CREATE TABLE deliveries (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  received_at TEXT NOT NULL,
  verdict TEXT NOT NULL,
  event TEXT,
  fp_id TEXT,
  message_id TEXT,
  earlier INTEGER NOT NULL,
  earlier_verified INTEGER NOT NULL,
  first_received_at TEXT,
  same_body INTEGER,
  checksum INTEGER NOT NULL,
  head TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX deliveries_id ON deliveries (id);
CREATE INDEX deliveries_received_at ON deliveries (received_at);
CREATE INDEX deliveries_message_id ON deliveries (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE answers (
  delivery INTEGER PRIMARY KEY REFERENCES deliveries ON DELETE CASCADE,
  by TEXT NOT NULL,
  status INTEGER,
  checksum INTEGER NOT NULL
) STRICT;

CREATE TABLE forwardings (
  seq INTEGER PRIMARY KEY,
  delivery INTEGER NOT NULL REFERENCES deliveries ON DELETE CASCADE,
  checksum INTEGER NOT NULL,
  head TEXT NOT NULL,
  body BLOB
) STRICT;
CREATE INDEX forwardings_delivery ON forwardings (delivery);

CREATE TABLE diagnoses (
  delivery INTEGER PRIMARY KEY REFERENCES deliveries ON DELETE CASCADE,
  checksum INTEGER NOT NULL,
  diagnosis TEXT NOT NULL
) STRICT;
`;

/**
 * The words of each delivery up to `search_mark`, put there by the first search after it came. They are made of letters,
 * digits, `_` and `-` in lower case, so that the simplest tokenizer takes them as they are. Source: sqlite.org/fts5.html.
 */
const SEARCH = `
CREATE VIRTUAL TABLE search USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_-'"
);
CREATE TABLE search_mark (seq INTEGER NOT NULL) STRICT;
INSERT INTO search_mark VALUES (0);
CREATE TRIGGER search_removal AFTER DELETE ON deliveries BEGIN
  DELETE FROM search WHERE rowid = old.seq;
END;
`;

/** The steps from an empty file to the newest version; a file of version n has had the first n. Only ever added to. */
export const MIGRATIONS: readonly string[] = [DELIVERIES, SEARCH];

/** Tables that SQLite makes for `search`. Source: SQLite 3.53, ext/fts5/fts5_index.c and fts5_storage.c. */
const SEARCH_TABLES = `
CREATE TABLE 'search_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE 'search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE 'search_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);
CREATE TABLE 'search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
`;

/** What each step leaves in the schema. */
const LEFT: readonly string[] = [DELIVERIES, SEARCH + SEARCH_TABLES];

/** The version that this build writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * Brings a file up to the newest version, in one transaction; an empty file becomes a history.
 * Throws AppError `history_newer` for a file of a later version, `history_damaged` for one that another program has
 * changed, and what SQLite throws.
 */
export function migrate(database: DatabaseSync, path: string): void {
  const version = checkSchema(database, path);
  if (version === SCHEMA_VERSION) return;
  // Must be known before the first table is there; incremental lets the file become smaller.
  if (version === 0) database.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA auto_vacuum = INCREMENTAL`);
  database.exec('BEGIN IMMEDIATE');
  try {
    // Asked again inside: another process may have done it in the meantime.
    for (const step of MIGRATIONS.slice(readVersion(database, path))) database.exec(step);
    database.exec(
      `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`,
    );
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Gives the version of a file, 0 for an empty one, when its tables, indexes and triggers are those of this version and no
 * others: a trigger or a view of another program decides what is stored. Throws AppError `history_newer` or
 * `history_damaged`, and what SQLite throws.
 */
export function checkSchema(database: DatabaseSync, path: string): number {
  const version = readVersion(database, path);
  const known = toObjects(LEFT.slice(0, version).join(''));
  for (const { type, name, sql } of database.prepare(OBJECTS).iterate()) {
    const object = `${type} ${JSON.stringify(String(name).slice(0, 60))}`;
    if (!known.has(String(name))) throw toDamaged(path, `the ${object} is from another program`);
    if (known.get(String(name)) !== sql) throw toDamaged(path, `the ${object} was changed`);
    known.delete(String(name));
  }
  for (const name of known.keys()) throw toDamaged(path, `${name} is missing from its schema`);
  return version;
}

/** All but what ANALYZE leaves. */
const OBJECTS = `SELECT type, name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_stat[134]'`;

/** The SQL of what each statement makes, by its name. */
function toObjects(statements: string): Map<string, string> {
  const made = statements.matchAll(
    /^(CREATE (?:UNIQUE |VIRTUAL )?\w+ '?(\w+)(?:[^;]* BEGIN\n[\s\S]*?\nEND|[^;]*));$/gm,
  );
  return new Map(Array.from(made, ([, sql = '', name = '']) => [name, sql]));
}

/** The version of a file; 0 for an empty one. Throws AppError `history_newer`, and what SQLite throws. */
function readVersion(database: DatabaseSync, path: string): number {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version < 0) throw toDamaged(path);
  if (version <= SCHEMA_VERSION) return version;
  throw new AppError(
    'history_newer',
    `${path} has version ${version} of the history, and this fp-webhooks knows ${SCHEMA_VERSION}.`,
    'A newer fp-webhooks wrote it: update this one.',
  );
}
