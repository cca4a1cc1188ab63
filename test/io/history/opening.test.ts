import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { History, HistoryReader } from '../../../src/core/history/history.ts';
import { openHistory } from '../../../src/io/history/open-history.ts';
import { openHistoryReader } from '../../../src/io/history/open-reader.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '../../../src/io/history/schema.ts';
import { makeFolder } from '../../harness/folder.ts';
import { makeCapture } from './captures.ts';

const pathIn = (folder = makeFolder()) => join(folder, 'state', 'history.db');
const numbers = (history: HistoryReader | undefined) =>
  Array.from(history?.find({}) ?? [], ({ capture }) => Number(capture.id.slice(-6)));
const modeOf = (path: string) => statSync(path).mode & 0o777;

async function makeHistory(path: string, count = 1): Promise<void> {
  const history = await openHistory(path);
  for (let number = 1; number <= count; number += 1) await history.add(makeCapture(number));
  await history.close();
}

test('the folder is for its owner alone, and so are all files in it', async () => {
  const path = pathIn();
  const history = await openHistory(path);
  await history.add(makeCapture(1));
  expect([modeOf(join(path, '..')), modeOf(path), modeOf(`${path}-wal`), modeOf(`${path}-shm`)]).toEqual([
    0o700, 0o600, 0o600, 0o600,
  ]);
  await history.close();
  expect(existsSync(`${path}-wal`)).toBe(false);
});

test('what one has kept is there for the next', async () => {
  const path = pathIn();
  await makeHistory(path, 3);
  const history = await openHistory(path);
  await history.add(makeCapture(4));
  expect(numbers(history)).toEqual([4, 3, 2, 1]);
  await history.close();
});

test('a reader makes no history where there is none, or an empty file', async () => {
  const folder = makeFolder({ 'empty.db': '' });
  expect(await openHistoryReader(join(folder, 'none.db'))).toBeUndefined();
  expect(existsSync(join(folder, 'none.db'))).toBe(false);
  expect(await openHistoryReader(join(folder, 'empty.db'))).toBeUndefined();
});

test('a reader sees what is added while it is open, and searches it', async () => {
  const path = pathIn();
  const history = await openHistory(path);
  const reader = await openHistoryReader(path);
  await history.add(makeCapture(1, { note: 'needle' }));
  expect(numbers(reader)).toEqual([1]);
  expect(Array.from(reader?.find({ text: 'needle' }) ?? [])).toHaveLength(1);
  await history.add(makeCapture(2, { note: 'needle' }));
  expect(Array.from(reader?.find({ text: 'needle' }) ?? [])).toHaveLength(2);
  await reader?.close();
  await history.close();
});

test.each<[string, string | Uint8Array]>([
  ['text', 'DATABASE_URL=postgres://localhost\n'],
  ['zeros', new Uint8Array(8_192)],
  ['a capture file', '{"capture":1,"id":"x"}\n'],
])('a file of %s is refused and left as it is', async (_, content) => {
  const path = join(makeFolder({ 'x.db': content }), 'x.db');
  await expect(openHistory(path)).rejects.toMatchObject({
    code: 'file_unwritable',
    message: `${path} holds something other than a history, and nothing was added to it.`,
  });
  await expect(openHistoryReader(path)).rejects.toMatchObject({ code: 'file_unreadable' });
  expect(readFileSync(path)).toEqual(Buffer.from(content));
});

test('the SQLite file of another program is refused and left as it is', async () => {
  const path = join(makeFolder(), 'x.db');
  const other = new DatabaseSync(path);
  other.exec('CREATE TABLE deliveries (id TEXT); INSERT INTO deliveries VALUES (1)');
  other.close();
  const before = readFileSync(path);
  await expect(openHistory(path)).rejects.toMatchObject({ code: 'file_unwritable' });
  await expect(openHistoryReader(path)).rejects.toMatchObject({ code: 'file_unreadable' });
  expect(readFileSync(path)).toEqual(before);
});

test('a folder in the place of the file, and a file in the place of the folder, are failures', async () => {
  const folder = makeFolder({ file: '' });
  await expect(openHistory(folder)).rejects.toMatchObject({ code: 'file_unwritable' });
  await expect(openHistory(join(folder, 'file', 'history.db'))).rejects.toMatchObject({
    code: 'file_unwritable',
  });
  await expect(openHistory('/proc/history.db')).rejects.toMatchObject({ code: 'file_unwritable' });
});

test('a history of a newer version is refused and left as it is', async () => {
  const path = pathIn();
  await makeHistory(path);
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
  database.close();
  const before = readFileSync(path);
  await expect(openHistory(path)).rejects.toMatchObject({ code: 'history_newer' });
  await expect(openHistoryReader(path)).rejects.toMatchObject({ code: 'history_newer' });
  expect(readFileSync(path).equals(before)).toBe(true);
});

test.each<[string, (path: string) => Promise<HistoryReader | undefined>]>([
  ['a listener', openHistory],
  ['a reader', openHistoryReader],
])('a history of an older version is brought up to date by %s', async (_, open) => {
  const path = pathIn();
  await makeHistory(path, 2);
  const old = new DatabaseSync(path);
  old.exec('DROP TRIGGER search_removal; DROP TABLE search; DROP TABLE search_mark; PRAGMA user_version = 1');
  old.close();
  const history = await open(path);
  expect(numbers(history)).toEqual([2, 1]);
  expect(Array.from(history?.find({ text: 'hooks' }) ?? [])).toHaveLength(2);
  await history?.close();
  const database = new DatabaseSync(path);
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: MIGRATIONS.length });
  database.close();
});

test.each<[string, (path: string) => void]>([
  ['deleted', (path) => rmSync(path)],
  ['deleted with its folder', (path) => rmSync(join(path, '..'), { recursive: true })],
  ['moved away', (path) => renameSync(path, `${path}.old`)],
])('a history that is %s is made again, and what is added then is in the new one', async (_, remove) => {
  const path = pathIn();
  const [one, two] = [await openHistory(path), await openHistory(path)];
  await one.add(makeCapture(1));
  remove(path);
  await Promise.all([two.add(makeCapture(2)), one.add(makeCapture(3))]);
  await one.add(makeCapture(4));
  const reader = await openHistoryReader(path);
  expect(numbers(reader)).toEqual([4, 3, 2]);
  await reader?.close();
  await closeAll(one, two);
});

test('a history that another file takes the place of is left, and that one is added to', async () => {
  const path = pathIn();
  const other = pathIn();
  await makeHistory(other, 2);
  const history = await openHistory(path);
  await history.add(makeCapture(7));
  renameSync(other, path);
  rmSync(`${path}-wal`);
  rmSync(`${path}-shm`);
  await history.add(makeCapture(8));
  expect(numbers(history)).toEqual([8, 2, 1]);
  await history.close();
});

test('a file of another program that takes its place is left as it is, and adding fails', async () => {
  const path = pathIn();
  const history = await openHistory(path);
  rmSync(path);
  writeFileSync(path, 'mine');
  await expect(history.add(makeCapture(1))).rejects.toMatchObject({ code: 'file_unwritable' });
  expect(readFileSync(path, 'utf8')).toBe('mine');
  rmSync(path);
  await history.add(makeCapture(2));
  expect(numbers(history)).toEqual([2]);
  await history.close();
});

async function closeAll(...histories: readonly History[]): Promise<void> {
  await Promise.all(histories.map((history) => history.close()));
}
