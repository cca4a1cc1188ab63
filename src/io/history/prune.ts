import type { Pruning } from '../../core/history/history.ts';
import type { Connection } from './connection.ts';
import { toDamaged } from './failure.ts';

/** As much is removed at a time, so that nobody notices that the file is locked. */
const STEP_ROWS = 500;
const STEP_BYTES = 4_194_304;
const PAGES = 500;
/** From here on it is quicker to make the index of words anew than to take rows out of it (0.2 ms each). */
const MANY = 1_000;

/** Later than any time. */
const ALWAYS = '\u{10ffff}';
const OLDEST = `SELECT seq, length(body) AS bytes FROM deliveries WHERE received_at < ?
  ORDER BY received_at, seq LIMIT ?`;
/** What is removed may have been the newest, whose number is given out again: that one is to be indexed, too. */
const LOWER_MARK = 'UPDATE search_mark SET seq = min(seq, (SELECT coalesce(max(seq), 0) FROM deliveries))';

/**
 * Removes the oldest that a pruning means with all that belongs to them, at most a step of them, inside a transaction.
 * Gives how many it were. Throws what SQLite throws.
 */
export function pruneSome(connection: Connection, { keep, before }: Pruning): number {
  const early = before === undefined ? 0 : removeOldest(connection, STEP_ROWS, before);
  if (early > 0 || keep === undefined) return early;
  const excess = countDeliveries(connection) - keep;
  return excess > 0 ? removeOldest(connection, excess) : 0;
}

/** Empties the index of words, which the next search fills again, when a pruning means many. Throws what SQLite throws. */
export function forgetWords(connection: Connection, { keep, before }: Pruning): void {
  const early = connection.prepare('SELECT count(*) AS early FROM deliveries WHERE received_at < ?');
  const excess = keep === undefined ? 0 : countDeliveries(connection) - keep;
  if (Math.max(excess, Number(early.get(before ?? '')?.['early'])) < MANY) return;
  connection.prepare(`INSERT INTO search (search) VALUES ('delete-all')`).run();
  connection.prepare('UPDATE search_mark SET seq = 0').run();
}

/** Removes at most so many of the oldest, and at most a step of them; else as `pruneSome`. */
export function removeOldest(connection: Connection, most: number, before = ALWAYS): number {
  const rows = connection.prepare(OLDEST).all(before, Math.min(most, STEP_ROWS));
  const remove = connection.prepare('DELETE FROM deliveries WHERE seq = ?');
  let [removed, bytes] = [0, 0];
  for (const row of rows) {
    if (bytes > STEP_BYTES) break;
    // A number that is not exact would be removed for ever.
    if (remove.run(Number(row['seq'])).changes !== 1) throw toDamaged(connection.path);
    removed += 1;
    bytes += Number(row['bytes']);
  }
  if (removed > 0) connection.prepare(LOWER_MARK).run();
  return removed;
}

/** How many deliveries there are. Throws what SQLite throws. */
export function countDeliveries({ prepare }: Connection): number {
  return Number(prepare('SELECT count(*) AS deliveries FROM deliveries').get()?.['deliveries']);
}

/** Gives some pages that are free back to the disk, inside a transaction. Gives how many these were. Throws what SQLite throws. */
export function shrinkSome({ database, prepare }: Connection): number {
  const free = readPragma(prepare, 'freelist_count');
  if (free > 0) database.exec(`PRAGMA incremental_vacuum(${PAGES})`);
  return free - readPragma(prepare, 'freelist_count');
}

/** How many bytes of the file are in use. Throws what SQLite throws. */
export function readUsedBytes({ prepare }: Connection): number {
  const [pages, free] = [readPragma(prepare, 'page_count'), readPragma(prepare, 'freelist_count')];
  return (pages - free) * readPragma(prepare, 'page_size');
}

function readPragma(prepare: Connection['prepare'], name: string): number {
  return Number(prepare(`PRAGMA ${name}`).get()?.[name]);
}
