import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openHistory } from '../../../src/io/history/open-history.ts';
import { openHistoryReader } from '../../../src/io/history/open-reader.ts';
import { recoverHistory } from '../../../src/io/history/recover.ts';
import { MIGRATIONS } from '../../../src/io/history/schema.ts';
import { makeHistory } from '../../harness/history.ts';
import { makeCapture } from './captures.ts';

const CAPTURES = [1, 2, 3].map((number) => makeCapture(number));
const TO_VERSION_1 =
  'DROP TRIGGER search_removal; DROP TABLE search; DROP TABLE search_mark; PRAGMA user_version = 1;';
const AS_VIEW = 'ALTER TABLE deliveries RENAME TO other; CREATE VIEW deliveries AS SELECT * FROM other;';
const ENDLESS = `ALTER TABLE deliveries RENAME TO other; CREATE VIEW deliveries AS
  WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS seq, other.* FROM n, other WHERE i < 0`;
const rewrite = (from: string, to: string) => `PRAGMA writable_schema = ON;
  UPDATE sqlite_schema SET sql = replace(sql, '${from}', '${to}'); PRAGMA writable_schema = RESET`;

async function changed(sql: string): Promise<string> {
  const path = join(await makeHistory(CAPTURES), '.fp-webhooks', 'history.db');
  const database = new DatabaseSync(path, { defensive: false } as object);
  database.exec(sql);
  database.close();
  return path;
}

async function count(path: string): Promise<number> {
  const reader = await openHistoryReader(path);
  const found = [...(reader?.find({}) ?? [])];
  await reader?.close();
  return found.length;
}

test.each<[string, string, string]>([
  [
    'a trigger that ignores what is added',
    'CREATE TRIGGER t BEFORE INSERT ON deliveries BEGIN SELECT RAISE(IGNORE); END',
    'the trigger "t" is from another program',
  ],
  [
    'a trigger that deletes upon an answer',
    'CREATE TRIGGER t AFTER INSERT ON answers BEGIN DELETE FROM deliveries; END',
    'the trigger "t" is from another program',
  ],
  [
    'a trigger that adds copies',
    'CREATE TRIGGER t AFTER INSERT ON forwardings BEGIN INSERT INTO answers VALUES (1, 1, 1, 1); END',
    'the trigger "t" is from another program',
  ],
  ['a view', 'CREATE VIEW v AS SELECT 1', 'the view "v" is from another program'],
  ['a view in place of a table', AS_VIEW, 'the table "other" is from another program'],
  ['a view that never ends', ENDLESS, 'the table "other" is from another program'],
  ['a table', 'CREATE TABLE x (y)', 'the table "x" is from another program'],
  ['a virtual table', 'CREATE VIRTUAL TABLE x USING fts5 (y)', 'the table "x" is from another program'],
  ['an index', 'CREATE INDEX i ON deliveries (event)', 'the index "i" is from another program'],
  ['a column too many', 'ALTER TABLE deliveries ADD COLUMN x TEXT', 'the table "deliveries" was changed'],
  [
    'another check',
    rewrite('body BLOB NOT NULL', 'body BLOB CHECK (0)'),
    'the table "deliveries" was changed',
  ],
  ['no STRICT', rewrite(') STRICT', ')'), 'the table "deliveries" was changed'],
  [
    'another shadow table',
    rewrite('block BLOB', 'block BLOB CHECK (0)'),
    'the table "search_data" was changed',
  ],
  [
    'another index',
    'DROP INDEX deliveries_id; CREATE INDEX deliveries_id ON deliveries (id)',
    'the index "deliveries_id" was changed',
  ],
  ['no index', 'DROP INDEX deliveries_id', 'deliveries_id is missing from its schema'],
  ['no trigger', 'DROP TRIGGER search_removal', 'search_removal is missing from its schema'],
  ['no mark', 'DROP TABLE search_mark', 'search_mark is missing from its schema'],
  ['no answers', 'DROP TABLE answers', 'answers is missing from its schema'],
  [
    'a plain table for the index of words',
    'DROP TABLE search; CREATE TABLE search (words)',
    'the table "search" was changed',
  ],
  [
    'an older version than its tables',
    'PRAGMA user_version = 1',
    'the table "search" is from another program',
  ],
  ['no version', 'PRAGMA user_version = 0', 'the table "deliveries" is from another program'],
  ['a negative version', 'PRAGMA user_version = -1', ''],
  [
    'an older version and a trigger',
    `${TO_VERSION_1} CREATE TRIGGER t BEFORE INSERT ON deliveries BEGIN SELECT RAISE(IGNORE); END`,
    'the trigger "t" is from another program',
  ],
])('S6: a history with %s is refused and left as it is, and can be recovered', async (_, sql, how) => {
  const path = await changed(sql);
  const before = readFileSync(path);
  const message = `The history ${path} is damaged${how === '' ? '' : `: ${how}`}.`;
  for (const open of [openHistory, openHistoryReader])
    await expect(open(path)).rejects.toMatchObject({ code: 'history_damaged', message });
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(recoverHistory(path, new Date())).toMatchObject({ recovered: 3 });
  expect(await count(path)).toBe(3);
});

test('S6: a history without one of its columns is refused', async () => {
  const path = await changed('ALTER TABLE deliveries DROP COLUMN same_body');
  const message = `The history ${path} is damaged: the table "deliveries" was changed.`;
  for (const open of [openHistory, openHistoryReader]) await expect(open(path)).rejects.toThrow(message);
});

test.each<[string, string]>([
  ['ANALYZE', 'ANALYZE'],
  ['VACUUM', 'VACUUM'],
  ['VACUUM without free pages in the file', 'PRAGMA auto_vacuum = NONE; VACUUM'],
  ['an older version of fp-webhooks', TO_VERSION_1],
])('S6: what %s leaves is a history that can be read, added to and pruned', async (_, sql) => {
  const path = await changed(sql);
  expect(await count(path)).toBe(3);
  const history = await openHistory(path);
  await history.add(makeCapture(4, { body: new Uint8Array(100_000) }));
  expect(await history.prune({ keep: 1 })).toBe(3);
  await history.add(makeCapture(5));
  expect(await history.prune({ keep: 1 })).toBe(1);
  await history.close();
  expect(await count(path)).toBe(1);
});

test('S6: a file that has had the first steps has the schema of that version', async () => {
  for (let version = 1; version <= MIGRATIONS.length; version += 1) {
    const path = join(await makeHistory([]), 'old.db');
    const database = new DatabaseSync(path);
    for (const step of MIGRATIONS.slice(0, version)) database.exec(step);
    database.exec(`PRAGMA application_id = 0x46505768; PRAGMA user_version = ${version}`);
    database.close();
    const history = await openHistory(path);
    await history.add(makeCapture(1));
    await history.close();
    expect(await count(path)).toBe(1);
  }
});
