import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createUnderWay } from '../../src/core/under-way.ts';

test('nothing is under way at first, and what waits for that need not wait', async () => {
  const underWay = createUnderWay();
  await underWay.none();
  expect(underWay.count()).toBe(0);
});

test('all that waits goes on when the last has ended, and not before', async () => {
  const underWay = createUnderWay();
  const over: string[] = [];
  underWay.begin();
  underWay.begin();
  for (const name of ['one', 'other']) void underWay.none().then(() => over.push(name));
  underWay.end();
  await nextTurn();
  expect([underWay.count(), over]).toEqual([1, []]);
  underWay.end();
  await nextTurn();
  expect([underWay.count(), over]).toEqual([0, ['one', 'other']]);
  underWay.begin();
  underWay.end();
  await nextTurn();
  expect(over).toEqual(['one', 'other']);
});
