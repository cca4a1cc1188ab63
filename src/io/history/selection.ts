import type { Query } from '../../core/history/history.ts';

type Parameter = string | number;

/** The statement that lists a page of rows; after its own parameters come the time and `seq` of the last row, and how many. */
export interface Selection {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

type Clause = readonly [sql: string, ...parameters: Parameter[]];

/** What of a query can be told from columns, as SQL. It may let too many through, never too few. Never throws. */
export function toSelection(query: Query): Selection {
  const clauses = [byId(query), byTime(query), byLabels(query), byVerdict(query), byStatus(query)].flat();
  const [after, order] = query.oldestFirst === true ? ['>', 'ASC'] : ['<', 'DESC'];
  const where = [...clauses.map(([sql]) => `(${sql})`), `(received_at, seq) ${after} (?, ?)`].join(' AND ');
  return {
    sql: `SELECT seq, received_at, event FROM deliveries WHERE ${where}
      ORDER BY received_at ${order}, seq ${order} LIMIT ?`,
    parameters: clauses.flatMap(([, ...parameters]) => parameters),
  };
}

/** Greater than any text that begins with the one before it. */
const END = '\u{10ffff}';

function byId({ ids }: Query): readonly Clause[] {
  if (ids === undefined) return [];
  if (ids.length === 0) return [['FALSE']];
  const sql = ids.map(() => 'id >= ? AND id < ?').join(' OR ');
  return [[sql, ...ids.flatMap((start) => [start, start + END])]];
}

function byTime({ since, until }: Query): readonly Clause[] {
  return [
    ...(since === undefined ? [] : [['received_at >= ?', since] as const]),
    ...(until === undefined ? [] : [['received_at < ?', until] as const]),
  ];
}

function byLabels({ fpId, messageId }: Query): readonly Clause[] {
  return [
    ...(fpId === undefined ? [] : [['fp_id >= ? AND fp_id < ?', fpId, fpId + END] as const]),
    ...(messageId === undefined ? [] : [['message_id = ?', messageId] as const]),
  ];
}

function byVerdict({ verdict }: Query): readonly Clause[] {
  if (verdict === undefined) return [];
  return [verdict === 'invalid' ? [`verdict <> 'valid'`] : ['verdict = ?', verdict]];
}

function byStatus({ status }: Query): readonly Clause[] {
  if (status === undefined) return [];
  const answered = 'SELECT delivery FROM answers WHERE status IS NOT NULL';
  if (status === 'none') return [[`seq NOT IN (${answered})`]];
  const hundreds = /^([1-5])xx$/i.exec(status)?.[1];
  if (hundreds !== undefined) return [[`seq IN (${answered} AND status / 100 = ?)`, Number(hundreds)]];
  return [[`seq IN (${answered} AND status = ?)`, Number(status)]];
}
