import { AppError } from '../../core/error.ts';
import { toEarlier } from '../../core/history/earlier.ts';
import type { Kept } from '../../core/history/history.ts';
import { isId, isTime } from '../../core/history/row-shape.ts';
import { type Connection, MOST_ROWS } from './connection.ts';
import { toHistoryError } from './failure.ts';
import { readAnswer, readDelivery, readDiagnosis, readForwarding, withParts } from './read-row.ts';

/** Orders in which the rows of a table can be read, each from both ends. The indexes tell which rows there were. */
const WALKS = {
  deliveries: [
    'SELECT seq FROM deliveries NOT INDEXED ORDER BY seq',
    'SELECT seq, id FROM deliveries INDEXED BY deliveries_id ORDER BY id',
    'SELECT seq, received_at FROM deliveries INDEXED BY deliveries_received_at ORDER BY received_at',
  ],
  forwardings: [
    'SELECT seq FROM forwardings NOT INDEXED ORDER BY seq',
    'SELECT seq, delivery FROM forwardings INDEXED BY forwardings_delivery ORDER BY delivery',
  ],
} as const;

type Table = keyof typeof WALKS;
type Row = Readonly<Record<string, unknown>>;

/**
 * Hands over every delivery of a damaged history that SQLite can read and whose checksum is right. Returns the number of
 * those that are known to be lost. Throws what `take` throws.
 * @param source A copy, of which the schema is altered.
 */
export function readRemains(source: Connection, take: (kept: Kept) => void): number {
  const { seqs, mentioned, isWhole } = findRows(source, 'deliveries');
  const forwardings = findForwardings(source);
  const taken = new Set<number | string>();

  function takeAll(found: Iterable<number>): void {
    for (const seq of found) {
      const kept = taken.has(seq) ? undefined : findKept(source, seq, forwardings.get(seq));
      if (kept === undefined || taken.has(kept.capture.id)) continue;
      take(kept);
      taken.add(seq).add(kept.capture.id);
    }
  }

  takeAll(seqs);
  for (const seq of seqs) {
    const id = taken.has(seq) ? undefined : attempt(source, () => source.prepare(ID).get(seq)?.['id']);
    if (isId(id)) mentioned.set(seq, id);
  }
  const countLost = () =>
    Array.from(mentioned).filter(([seq, id]) => !taken.has(seq) && !taken.has(id)).length;
  if (!isWhole || countLost() > 0) for (const found of findRowsByPage(source)) takeAll(found);
  return countLost();
}

const ID = 'SELECT id FROM deliveries WHERE seq = ?';

function findKept(source: Connection, seq: number, forwardings: readonly number[] = []): Kept | undefined {
  const delivery = attempt(source, () => readDelivery(source, seq, () => toEarlier(undefined)));
  if (delivery === undefined) return undefined;
  const owner = { connection: source, seq, id: delivery.capture.id };
  return withParts(delivery, {
    answer: attempt(source, () => readAnswer(owner)),
    forwardings: forwardings.flatMap((each) => attempt(source, () => readForwarding(owner, each)) ?? []),
    diagnosis: attempt(source, () => readDiagnosis(owner)),
  });
}

/** The rows of each page by itself, read as if it were the whole table: those above it in the tree may be gone. */
function* findRowsByPage(source: Connection): Generator<ReadonlySet<number>> {
  const { database, prepare } = source;
  database.exec(
    `DELETE FROM sqlite_schema WHERE name NOT IN ('deliveries', 'answers', 'forwardings', 'diagnoses')`,
  );
  const pages = Number(prepare('PRAGMA page_count').get()?.['page_count']);
  const [walk] = WALKS.deliveries;
  for (let page = 2; page <= pages; page += 1) {
    prepare(`UPDATE sqlite_schema SET rootpage = ? WHERE name = 'deliveries'`).run(page);
    database.exec('PRAGMA writable_schema = RESET; PRAGMA writable_schema = ON');
    const seqs = new Set<number>();
    walkBothWays(source, walk, ({ seq }) => isSeq(seq) && seqs.add(seq));
    yield seqs;
  }
}

/** Reads up to what is damaged from both ends. Returns whether nothing is. */
function walkBothWays(source: Connection, walk: string, note: (row: Row) => void): boolean {
  const walks = ['ASC', 'DESC'].map((order) =>
    attempt(source, () => {
      // A statement of its own each time: one that failed fails once more when it is used again.
      for (const row of source.database.prepare(`${walk} ${order}`).iterate()) note(row);
      return true;
    }),
  );
  return walks.every((isWhole) => isWhole === true);
}

/** Numbers of forwardings by that of their delivery. */
function findForwardings(source: Connection): ReadonlyMap<number, readonly number[]> {
  const owner = 'SELECT delivery FROM forwardings WHERE seq = ?';
  const found = new Map<number, number[]>();
  for (const seq of findRows(source, 'forwardings').seqs) {
    const delivery = Number(attempt(source, () => source.prepare(owner).get(seq)?.['delivery']));
    found.set(delivery, [...(found.get(delivery) ?? []), seq]);
  }
  return found;
}

interface Rows {
  /** Numbers of rows that may be there, in order. */
  readonly seqs: readonly number[];
  /** Deliveries that an index speaks of: their numbers, and their ids or times. */
  readonly mentioned: Map<number, string>;
  /** Whether the table itself could be read to its end. */
  readonly isWhole: boolean;
}

function findRows(source: Connection, table: Table): Rows {
  const seqs = new Set<number>();
  const mentioned = new Map<number, string>();
  const note = ({ seq, id, received_at }: Row) => {
    if (!isSeq(seq)) return;
    seqs.add(seq);
    if (isId(id) || (isTime(received_at) && !mentioned.has(seq)))
      mentioned.set(seq, String(id ?? received_at));
  };
  const [isWhole = false] = WALKS[table].map((walk) => walkBothWays(source, walk, note));
  return { seqs: Array.from(seqs).sort((one, other) => one - other), mentioned, isWhole };
}

function isSeq(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= MOST_ROWS;
}

/** Undefined for what is damaged. Throws all other failures. */
function attempt<Value>({ path }: Connection, action: () => Value): Value | undefined {
  try {
    return action();
  } catch (error) {
    const failure = toHistoryError(path, error, 'read');
    if (failure instanceof AppError && failure.code === 'history_damaged') return undefined;
    throw failure;
  }
}
