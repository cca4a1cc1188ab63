import { decodeStored } from '../../core/history/stored.ts';
import { searchableWords, toWords } from '../../core/history/words.ts';
import { openSqlite } from '../sqlite.ts';
import { bounded, type Connection, toConnection } from './connection.ts';
import { toDamaged } from './failure.ts';

/** How many rows are indexed before a listener gets its turn. */
const STEP = 200;
const TIMEOUT_MS = 500;

/** Whether a row may have the words that are looked for. */
export type RowTest = (seq: number) => boolean;

/**
 * The rows that may hold the words of a text, by the full-text index, which is first brought up to date: it is never
 * touched while deliveries come. Everything may, where the index cannot be used; it is only ever a shortcut. Never throws.
 */
export function toRowTest(connection: Connection, text: string, canWrite: boolean): RowTest {
  const words = toWords(text);
  if (words.length === 0) return () => true;
  try {
    if (canWrite) indexRows(connection);
    else indexFromBeside(connection);
  } catch {
    // Another process has the file, or the disk is full: what is not indexed is read instead.
  }
  try {
    return readMatches(connection, words);
  } catch {
    return () => true;
  }
}

function indexFromBeside({ path, identity }: Connection): void {
  const database = openSqlite(path, { timeoutMs: TIMEOUT_MS });
  try {
    // What is lost of the index in a power failure is made again.
    database.exec('PRAGMA synchronous = NORMAL');
    indexRows(toConnection(path, database, identity));
  } finally {
    database.close();
  }
}

function indexRows(connection: Connection): void {
  const end = Number(connection.prepare('SELECT max(seq) AS seq FROM deliveries').get()?.['seq'] ?? 0);
  for (let mark = readMark(connection); mark < end; ) {
    connection.prepare('BEGIN IMMEDIATE').run();
    try {
      indexSome(connection);
      connection.prepare('COMMIT').run();
    } finally {
      if (connection.database.isTransaction) connection.database.exec('ROLLBACK');
    }
    const next = readMark(connection);
    if (next <= mark) throw toDamaged(connection.path);
    mark = next;
  }
}

const UNINDEXED = `SELECT seq, id, received_at, ${bounded('head')}, ${bounded('body')}
  FROM deliveries WHERE seq > ? ORDER BY seq LIMIT ?`;

function indexSome(connection: Connection): void {
  const insert = connection.prepare('INSERT INTO search (rowid, words) VALUES (?, ?)');
  let last = 0;
  // One after the other: all at once could be more than the memory holds.
  for (const row of connection.prepare(UNINDEXED).iterate(readMark(connection), STEP)) {
    const { seq, id, received_at, head, body } = row as unknown as IndexedRow;
    const stored = decodeStored(id, received_at, { head, body });
    if (stored === undefined) throw toDamaged(connection.path);
    insert.run(seq, Array.from(searchableWords(id, stored.delivery)).join(' '));
    last = seq;
  }
  connection.prepare('UPDATE search_mark SET seq = ?').run(last);
}

interface IndexedRow {
  readonly seq: number;
  readonly id: string;
  readonly received_at: string;
  readonly head: string;
  readonly body: Uint8Array;
}

/** The last row that is indexed. */
function readMark({ prepare }: Connection): number {
  return Number(prepare('SELECT seq FROM search_mark').get()?.['seq'] ?? 0);
}

function readMatches(connection: Connection, words: readonly string[]): RowTest {
  // First, so that what is indexed in between counts as not indexed, which is no harm.
  const mark = readMark(connection);
  // Quoted, a word is never an operator of FTS5; it holds no quotes.
  const expression = `${words.map((word) => `"${word}"`).join(' ')}*`;
  const rows = connection.prepare('SELECT rowid FROM search WHERE search MATCH ?').all(expression);
  const matches = new Set(rows.map(({ rowid }) => Number(rowid)));
  return (seq) => seq > mark || matches.has(seq);
}
