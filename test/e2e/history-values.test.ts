import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { checksumOf } from '../../src/core/history/stored.ts';
import { SECRET } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { makeHistory } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { IS_NIGHTLY } from '../harness/volume.ts';
import { diagnosis, forwarding, makeCapture } from '../io/history/captures.ts';

const { run } = mostlyInside();

const env = { FP_WEBHOOKS_SECRET: SECRET };
const CAPTURES = [1, 2, 3].map((number) => makeCapture(number, { messageId: 'msg_same', note: 'hooks' }));
const HISTORY = '.fp-webhooks/history.db';
const MOST = '9223372036854775807';
const LEAST = '-9223372036854775808';
/** SQL as on tables that take any type and NULL, in a file whose schema is the same afterwards. */
const anyType = (text: string) => (database: DatabaseSync) =>
  database.exec(`CREATE TEMP TABLE kept AS SELECT name, sql FROM sqlite_schema; PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = replace(replace(sql, ') STRICT', ')'), ' NOT NULL', '') WHERE type = 'table';
    PRAGMA writable_schema = RESET; ${text}; PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = (SELECT sql FROM kept WHERE kept.name = sqlite_schema.name);
    PRAGMA writable_schema = RESET`);
const sql = (text: string) => (database: DatabaseSync) => database.exec(text);

/** Another head, id or time of the newest delivery, with a checksum that is right. */
const forged =
  (change: { readonly id?: string; readonly received_at?: string; readonly head?: string }) =>
  (database: DatabaseSync) => {
    const row = database.prepare('SELECT * FROM deliveries ORDER BY seq DESC LIMIT 1').get();
    const { seq, id, received_at, head, body } = { ...row, ...change } as Record<string, string>;
    const checksum = checksumOf([id ?? null, received_at ?? null, head ?? null, body ?? null]);
    database
      .prepare('UPDATE deliveries SET id = ?, received_at = ?, head = ?, checksum = ? WHERE seq = ?')
      .run(id ?? '', received_at ?? '', head ?? '', checksum, seq ?? 0);
  };
const head = (change: object) => {
  const { method, path, headers } = makeCapture(3).delivery;
  return { head: JSON.stringify({ method, path, headers, verdict: makeCapture(3).verdict, ...change }) };
};

const CASES: readonly (readonly [string, (database: DatabaseSync) => void])[] = [
  ...[MOST, LEAST, '9007199254740993', '-1', '1000'].map(
    (value) => [`a status of ${value}`, sql(`UPDATE answers SET status = ${value}`)] as const,
  ),
  ['an answer by nobody', sql("UPDATE answers SET by = 'nobody'")],
  ...[MOST, LEAST, '-1'].flatMap((value) => [
    [`${value} attempts before`, sql(`UPDATE deliveries SET earlier = ${value}`)] as const,
    [`${value} verified before`, sql(`UPDATE deliveries SET earlier_verified = ${value}`)] as const,
  ]),
  ['more verified than received before', sql('UPDATE deliveries SET earlier_verified = earlier + 1')],
  ['a first time that is none', sql("UPDATE deliveries SET first_received_at = 'now' WHERE seq = 3")],
  ...[MOST, LEAST, '9007199254740991', '9007199254740993', '0', '-1'].map(
    (value) => [`a row ${value}`, sql(`UPDATE deliveries SET seq = ${value} WHERE seq = 2`)] as const,
  ),
  [`an answer of row ${MOST}`, sql(`UPDATE answers SET delivery = ${MOST} WHERE delivery = 3`)],
  [`a forwarding ${MOST}`, sql(`UPDATE forwardings SET seq = ${MOST} WHERE seq = 3`)],
  [`a checksum of ${MOST}`, sql(`UPDATE deliveries SET checksum = ${MOST} WHERE seq = 3`)],
  ['another checksum of a forwarding', sql('UPDATE forwardings SET checksum = 1')],
  ['another checksum of a diagnosis', sql('UPDATE diagnoses SET checksum = 1')],
  ['another body', sql("UPDATE deliveries SET body = x'00' WHERE seq = 3")],
  ['no mark of the search', sql('DELETE FROM search_mark')],
  ['two marks of the search', sql('INSERT INTO search_mark VALUES (0)')],
  ...[MOST, LEAST, '-1', '4'].map(
    (value) => [`a mark of the search at ${value}`, sql(`UPDATE search_mark SET seq = ${value}`)] as const,
  ),
  ['a time that is none', forged({ received_at: 'yesterday' })],
  ['a time with a month that is none', forged({ received_at: '2026-99-22T00:00:00.003Z' })],
  ['a time after all others', forged({ received_at: '~' })],
  ['an id that is none', forged({ id: '../../x' })],
  ['a head that is no JSON', forged({ head: '{' })],
  ['a head of another kind', forged({ head: '[]' })],
  ['headers that are none', forged(head({ headers: [['Host']] }))],
  ['headers of another kind', forged(head({ headers: { Host: 'x' } }))],
  ['no method', forged(head({ method: null }))],
  ['an unknown verdict', forged(head({ verdict: { kind: 'constructor' } }))],
  ['a verdict without its parts', forged(head({ verdict: { kind: 'signature_unusable' } }))],
  ...(['id', 'received_at', 'earlier', 'head', 'body', 'checksum'] as const).map(
    (column) => [`no ${column}`, anyType(`UPDATE deliveries SET ${column} = NULL WHERE seq = 3`)] as const,
  ),
  ['another text as time', anyType('UPDATE deliveries SET received_at = 5 WHERE seq = 3')],
  ['bytes as time', anyType("UPDATE deliveries SET received_at = x'ff' WHERE seq = 3")],
  ['text as body', anyType("UPDATE deliveries SET body = 'text' WHERE seq = 3")],
  ['text as attempts', anyType("UPDATE deliveries SET earlier = 'many' WHERE seq = 3")],
  ['text as status', anyType("UPDATE answers SET status = 'OK'")],
  ['text as mark', anyType("UPDATE search_mark SET seq = 'x'")],
];

/** By default each case is seen by the list and one other command, and is recovered from where its turn comes. */
const commandsOf = (index: number) =>
  IS_NIGHTLY ? COMMANDS : [COMMANDS[0] ?? [], COMMANDS[1 + (index % (COMMANDS.length - 1))] ?? []];

const COMMANDS: readonly (readonly string[])[] = [
  ['history', 'list', '--limit', '1000'],
  ['history', 'show'],
  ['history', 'search', 'hooks'],
  ['history', 'export'],
  ['history', 'path'],
  ['validate', '--from-history'],
  ['replay', '--last', '3', '--dry-run'],
  ['verify', '--last'],
  ['listen', '--port', '0', '--for', '10ms'],
  ['history', 'prune', '--keep', '2'],
];

async function makeAnswered(): Promise<string> {
  const outcome = { answer: { by: 'app', status: 200 }, forwardings: [forwarding(200)], diagnosis } as const;
  return makeHistory(CAPTURES, Object.fromEntries(CAPTURES.map(({ id }) => [id, outcome])));
}

const made: { history?: Buffer } = {};

/** A folder with the history of `makeAnswered`, which is made once. */
async function copyAnswered(): Promise<string> {
  made.history ??= readFileSync(join(await makeAnswered(), HISTORY));
  return makeFolder({ [HISTORY]: made.history });
}

function alter(cwd: string, change: (database: DatabaseSync) => void): void {
  const path = join(cwd, HISTORY);
  const database = new DatabaseSync(path, { defensive: false, enableForeignKeyConstraints: false } as object);
  change(database);
  database.close();
}

test.each(CASES.map((each, index) => [...each, index] as const))(
  'S7: %s in a history is damage, and never a bug or no end',
  async (_, change, index) => {
    const cwd = await copyAnswered();
    alter(cwd, change);
    for (const args of commandsOf(index)) {
      const { status, stderr } = await run(args, { cwd, env });
      expect([args, stderr]).not.toEqual([args, expect.stringContaining('bug')]);
      if (args[1] === 'list') expect([status, stderr]).toEqual([3, expect.stringContaining(' is damaged')]);
      // The newest alone may be sound.
      else expect([args, [0, 1, 3].includes(status ?? 70)]).toEqual([args, true]);
    }
    if (!IS_NIGHTLY && index % 4 !== 0) return;
    const again = await copyAnswered();
    alter(again, change);
    expect([0, 1]).toContain((await run(['history', 'recover'], { cwd: again, env })).status);
    expect((await run(['history', 'list'], { cwd: again, env })).status).toBe(0);
  },
);

test.each(['body', 'head'])('S7: a %s longer than any that is stored is not read', async (column) => {
  const cwd = await copyAnswered();
  const value = column === 'body' ? 'zeroblob(268435457)' : 'hex(zeroblob(134217729))';
  alter(cwd, sql(`UPDATE deliveries SET ${column} = ${value} WHERE seq = 3`));
  for (const args of COMMANDS.slice(0, 4)) {
    const { status, stderr } = await run(args, { cwd, env });
    expect([status, stderr]).toEqual([3, expect.stringContaining(' is damaged')]);
  }
});
