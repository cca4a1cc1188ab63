import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createDirectOutput } from '../../src/io/output-direct.ts';
import { makeFolder } from '../harness/folder.ts';

const never = new AbortController().signal;

function openFile() {
  const path = join(makeFolder(), 'all.txt');
  const descriptors = [openSync(path, 'a'), openSync(path, 'a')] as const;
  onTestFinished(() => descriptors.forEach(closeSync));
  return { path, descriptors };
}

test('what comes in one turn is in the file when the turn is over, in the order of the calls', async () => {
  const { path, descriptors } = openFile();
  const output = createDirectOutput(() => undefined);
  const texts = Array.from({ length: 30 }, (_, index) => `${index} ä😀\n`);
  for (const [index, text] of texts.entries()) output.add(descriptors[index % 3 === 0 ? 1 : 0], text);
  expect(output.isIdle()).toBe(false);
  await nextTurn();
  expect(output.isIdle()).toBe(true);
  expect(readFileSync(path, 'utf8')).toBe(texts.join(''));
});

test('a flush writes at once', async () => {
  const { path, descriptors } = openFile();
  const output = createDirectOutput(() => undefined);
  output.add(descriptors[0], 'the end');
  expect(await output.flush(never, 10)).toBe(true);
  expect(readFileSync(path, 'utf8')).toBe('the end');
});

test('a descriptor that fails is told of once, and the other goes on', async () => {
  const { path, descriptors } = openFile();
  const readOnly = openSync(path, 'r');
  onTestFinished(() => closeSync(readOnly));
  const failures: number[] = [];
  const output = createDirectOutput((descriptor) => failures.push(descriptor));
  for (const descriptor of [readOnly, descriptors[0], readOnly]) output.add(descriptor, 'text');
  await output.flush(never, 10);
  output.add(readOnly, 'more');
  await output.flush(never, 10);
  expect(failures).toEqual([readOnly]);
  expect(readFileSync(path, 'utf8')).toBe('text');
});
