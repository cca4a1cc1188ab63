import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHistory } from '../../../src/io/history/open-history.ts';
import { openHistoryReader } from '../../../src/io/history/open-reader.ts';
import { makeFolder, PROJECT } from '../../harness/folder.ts';
import { makeCapture } from './captures.ts';

interface Writer {
  readonly child: ChildProcess;
  /** The numbers that it said were kept; a last line that was cut off says nothing. */
  readonly kept: () => readonly number[];
  readonly ended: Promise<unknown>;
}

function startWriter(path: string, first: number, count: number): Writer {
  const script = join(PROJECT, 'test/harness/history-writer.ts');
  const child = spawn(process.execPath, [script, path, String(first), String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return { child, kept: () => text.split('\n').slice(0, -1).map(Number), ended: once(child, 'close') };
}

async function idsIn(path: string): Promise<ReadonlySet<string>> {
  const reader = await openHistoryReader(path);
  const ids = new Set(Array.from(reader?.find({}) ?? [], ({ capture }) => capture.id));
  await reader?.close();
  return ids;
}

test('what was said to be kept is there after kill -9, again and again', async () => {
  const path = join(makeFolder(), 'history.db');
  const said: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const writer = startWriter(path, round * 100_000, 0);
    await expect.poll(() => writer.kept().length, { timeout: 15_000 }).toBeGreaterThan(20 + round * 17);
    writer.child.kill('SIGKILL');
    await writer.ended;
    said.push(...writer.kept());
  }
  const ids = await idsIn(path);
  expect(said.filter((number) => !ids.has(makeCapture(number).id))).toEqual([]);
});

test('two processes add to one history while a third reads it, and all is there', async () => {
  const path = join(makeFolder(), 'history.db');
  const history = await openHistory(path);
  await history.add(makeCapture(1));
  const writers = [startWriter(path, 1_000, 300), startWriter(path, 2_000, 300)];
  let reads = 0;
  const ended = Promise.all(writers.map((writer) => writer.ended)).then(() => true);
  while (!(await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20, false))]))) {
    expect((await idsIn(path)).size).toBeGreaterThan(0);
    reads += 1;
  }
  expect(reads).toBeGreaterThan(0);
  expect(writers.map((writer) => writer.kept().length)).toEqual([300, 300]);
  expect(history.extent().deliveries).toBe(601);
  await history.close();
});
