import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createOutputQueue } from '../../src/io/output-queue.ts';
import { makeFolder } from '../harness/folder.ts';

const never = new AbortController().signal;

/** A pipe that holds 64 KiB and that only the test reads. */
function openPipe(): number {
  const path = join(makeFolder(), 'pipe');
  execFileSync('mkfifo', [path]);
  const descriptor = openSync(path, 'r+');
  onTestFinished(() => closeSync(descriptor));
  return descriptor;
}

function createQueue(limitBytes = 1_000) {
  const failures: (readonly [number, unknown])[] = [];
  const queue = createOutputQueue({
    limitBytes,
    onFailure: (descriptor, error) => failures.push([descriptor, error]),
  });
  return { queue, failures };
}

test('everything is written in the order of the calls, also over two descriptors of one file', async () => {
  const path = join(makeFolder(), 'all.txt');
  const descriptors = [openSync(path, 'a'), openSync(path, 'a')];
  onTestFinished(() => descriptors.forEach(closeSync));
  const { queue } = createQueue();
  const texts = Array.from({ length: 1_000 }, (_, index) => `${index} ä😀\n`);
  for (const [index, text] of texts.entries()) queue.add(descriptors[index % 3 === 0 ? 1 : 0] ?? 0, text);
  expect(await queue.flush(never, 10)).toBe(true);
  expect(readFileSync(path, 'utf8')).toBe(texts.join(''));
  queue.add(descriptors[0] ?? 0, 'more');
  expect(await queue.flush(never, 10)).toBe(true);
  expect(readFileSync(path, 'utf8')).toBe(`${texts.join('')}more`);
});

test('there is no room from the limit until half of it is written', async () => {
  const pipe = openPipe();
  const { queue } = createQueue(100_000);
  queue.add(pipe, 'a'.repeat(90_000));
  expect(queue.hasRoom()).toBe(true);
  queue.add(pipe, 'b'.repeat(20_000));
  expect(queue.hasRoom()).toBe(false);
  const bytes = Buffer.alloc(200_000);
  let got = 0;
  while (got < 110_000) {
    got += readSync(pipe, bytes, got, bytes.length - got, null);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(await queue.flush(never, 10)).toBe(true);
  expect(queue.hasRoom()).toBe(true);
  expect(bytes.subarray(0, got).toString()).toBe('a'.repeat(90_000) + 'b'.repeat(20_000));
});

test('a reader that stands still is given up in a hurry only, and the event loop goes on', async () => {
  const pipe = openPipe();
  const { queue } = createQueue(1_000_000);
  queue.add(pipe, 'a'.repeat(200_000));
  const hurry = new AbortController();
  let flushed: boolean | undefined;
  const flushing = queue.flush(hurry.signal, 100).then((whole) => {
    flushed = whole;
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(flushed).toBeUndefined();
  hurry.abort();
  await flushing;
  expect(flushed).toBe(false);
  const bytes = Buffer.alloc(200_000);
  for (let got = 0; got < bytes.length; ) {
    got += readSync(pipe, bytes, got, bytes.length - got, null);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(await queue.flush(never, 100)).toBe(true);
});

test('an error is told once, and what follows for that descriptor is left out', async () => {
  const full = openSync('/dev/full', 'w');
  const path = join(makeFolder(), 'other.txt');
  const other = openSync(path, 'w');
  onTestFinished(() => [full, other].forEach(closeSync));
  const { queue, failures } = createQueue();
  for (const text of ['one\n', 'two\n']) {
    queue.add(full, text);
    queue.add(other, text);
    expect(await queue.flush(never, 10)).toBe(true);
  }
  expect(failures).toMatchObject([[full, { code: 'ENOSPC' }]]);
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
});
