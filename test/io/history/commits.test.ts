import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHistory } from '../../../src/io/history/open-history.ts';
import { makeFolder } from '../../harness/folder.ts';
import { makeCapture } from './captures.ts';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/** How many transactions stand in a write-ahead log: the last frame of each has the size of the file. Source: sqlite.org/fileformat2.html#walformat. */
function countCommits(path: string): number {
  const log = readFileSync(`${path}-wal`);
  const frameBytes = FRAME_HEADER_BYTES + log.readUInt32BE(8);
  let commits = 0;
  for (let at = HEADER_BYTES; at + frameBytes <= log.length; at += frameBytes) {
    const isCurrent = log.subarray(at + 8, at + 16).equals(log.subarray(16, 24));
    if (isCurrent && log.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return commits;
}

test('200 deliveries that come together share one commit, and each that comes alone has its own', async () => {
  const path = join(makeFolder(), 'history.db');
  const history = await openHistory(path);
  const add = (number: number) => history.add(makeCapture(number));
  await add(1);
  const before = countCommits(path);
  await Promise.all(Array.from({ length: 200 }, (_, number) => add(1_000 + number)));
  expect(countCommits(path) - before).toBe(1);
  for (let number = 0; number < 3; number += 1) await add(2_000 + number);
  expect(countCommits(path) - before).toBe(4);
  await history.close();
});

test('what became of deliveries is written with what comes next, or by itself when nothing does', async () => {
  const path = join(makeFolder(), 'history.db');
  const history = await openHistory(path);
  await history.add(makeCapture(1));
  const before = countCommits(path);
  const { id } = makeCapture(1);
  const concluding = history.conclude(id, { answer: { by: 'app', status: 500 } });
  await history.add(makeCapture(2));
  await concluding;
  expect(countCommits(path) - before).toBe(1);
  await history.conclude(id, { answer: { by: 'app', status: 200 } });
  expect(countCommits(path) - before).toBe(2);
  expect(Array.from(history.find({ status: '200' }))).toHaveLength(1);
  await history.close();
});
