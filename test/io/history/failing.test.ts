import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createBatches } from '../../../src/io/history/batches.ts';
import { type Connection, openConnection } from '../../../src/io/history/connection.ts';
import { isBusy, toHistoryError } from '../../../src/io/history/failure.ts';
import { insertCapture } from '../../../src/io/history/insert.ts';
import { openHistory } from '../../../src/io/history/open-history.ts';
import { openHistoryReader } from '../../../src/io/history/open-reader.ts';
import { commitTogether } from '../../../src/io/history/transaction.ts';
import { makeFolder } from '../../harness/folder.ts';
import { makeCapture } from './captures.ts';

/** A folder on a file system of its own with so much room; undefined where this user may not make one. */
function mountSmallDisk(options: string): string | undefined {
  const folder = makeFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'fp-webhooks-test', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => {
    execFileSync('umount', ['-l', folder]);
  });
  return folder;
}

test('a lock that another process gives up is waited for, without standing still', async () => {
  const path = join(makeFolder(), 'history.db');
  const history = await openHistory(path);
  const other = new DatabaseSync(path);
  other.exec('BEGIN EXCLUSIVE');
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
  }, 5);
  const adding = history.add(makeCapture(1));
  await vi.waitUntil(() => ticks > 10, { interval: 5, timeout: 10_000 });
  other.exec('ROLLBACK');
  await adding;
  clearInterval(ticking);
  expect(history.extent().deliveries).toBe(1);
  other.close();
  await history.close();
});

test('a lock that is held for too long is a failure, and when it is gone all goes on', async () => {
  const path = join(makeFolder(), 'history.db');
  const history = await openHistory(path, { patienceMs: 200 });
  const other = new DatabaseSync(path);
  other.exec('BEGIN EXCLUSIVE');
  await expect(history.add(makeCapture(1))).rejects.toMatchObject({
    code: 'history_locked',
    message: `Another process has locked ${path}.`,
  });
  other.close();
  await history.add(makeCapture(2));
  expect(Array.from(history.find({}), ({ capture }) => capture.id)).toEqual([makeCapture(2).id]);
  await history.close();
});

test('on a full disk adding fails and keeps nothing; with room again it succeeds', async () => {
  const connection = openConnection(join(makeFolder(), 'history.db'));
  const batches = createBatches<Connection>({
    commit: (jobs) => commitTogether(() => connection, jobs),
    isPassing: isBusy,
    patienceMs: 0,
    toFailure: (error) => toHistoryError(connection.path, error),
  });
  const add = (number: number) => batches.add((context) => insertCapture(context, makeCapture(number)));
  const { page_count } = connection.database.prepare('PRAGMA page_count').get() ?? {};
  connection.database.exec(`PRAGMA max_page_count = ${page_count}`);
  const results = await Promise.allSettled(Array.from({ length: 40 }, (_, number) => add(number)));
  expect(new Set(results.map((result) => result.status === 'rejected' && result.reason.code))).toEqual(
    new Set(['file_unwritable']),
  );
  connection.database.exec('PRAGMA max_page_count = 100000');
  await add(50);
  expect(connection.database.prepare('SELECT id FROM deliveries').all()).toEqual([
    { id: makeCapture(50).id },
  ]);
  connection.database.close();
});

test('a disk that is really full is a failure that names the file and the reason', async ({ skip }) => {
  const folder = mountSmallDisk('size=600k');
  if (folder === undefined) return skip('no file system can be mounted');
  const path = join(folder, 'history.db');
  const history = await openHistory(path);
  const kept: string[] = [];
  const addBig = async (number: number) => {
    await history.add(makeCapture(number, { body: new Uint8Array(50_000).fill(number) }));
    kept.push(makeCapture(number).id);
  };
  await expect(
    (async () => {
      for (let number = 0; number < 100; number += 1) await addBig(number);
    })(),
  ).rejects.toMatchObject({ code: 'file_unwritable', message: `Cannot write ${path}: the disk is full.` });
  expect(kept.length).toBeGreaterThan(0);
  execFileSync('mount', ['-o', 'remount,size=20m', folder]);
  await addBig(200);
  expect(new Set(Array.from(history.find({}), ({ capture }) => capture.id))).toEqual(new Set(kept));
  await history.close();
});

test('a folder that cannot be written to is a failure, but what is in it is read', async ({ skip }) => {
  const folder = mountSmallDisk('size=2m');
  if (folder === undefined) return skip('no file system can be mounted');
  const path = join(folder, 'history.db');
  const history = await openHistory(path);
  await history.add(makeCapture(1));
  await history.close();
  execFileSync('mount', ['-o', 'remount,ro', folder]);
  await expect(openHistory(path)).rejects.toMatchObject({
    code: 'file_unwritable',
    message: `Cannot write ${path}: the file system is read-only.`,
  });
  const reader = await openHistoryReader(path);
  expect(Array.from(reader?.find({ text: 'hooks' }) ?? [])).toHaveLength(1);
  await reader?.close();
});

test('a delivery that cannot be written fails alone', async () => {
  const history = await openHistory(join(makeFolder(), 'history.db'));
  // JSON has no such number: nothing of the kind can come from a receiver.
  const poison = makeCapture(2, { verdict: { kind: 'header_missing', header: 1n as unknown as string } });
  const results = await Promise.allSettled(
    [makeCapture(1), poison, makeCapture(3)].map((each) => history.add(each)),
  );
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(history.extent().deliveries).toBe(2);
  await history.close();
});

test('what is added right before the end is kept by it', async () => {
  const path = join(makeFolder(), 'history.db');
  const history = await openHistory(path);
  const answers = Array.from({ length: 1_200 }, (_, number) => history.add(makeCapture(number)));
  void history.conclude(makeCapture(7).id, { answer: { by: 'listener', status: 204 } });
  await history.close();
  await Promise.all(answers);
  const reader = await openHistoryReader(path);
  expect(reader?.extent().deliveries).toBe(1_200);
  expect(Array.from(reader?.find({ status: '204' }) ?? [])).toHaveLength(1);
  await reader?.close();
});
