import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../src/io/history/memory.ts';
import { makeCapture } from './captures.ts';
import { testHistory } from './contract.ts';

testHistory('a history in memory', async () => createMemoryHistory());

test('a history in memory holds so many deliveries and drops the oldest', async () => {
  const history = createMemoryHistory({ deliveries: 2, bytes: 1e6 });
  for (const number of [1, 2, 3]) await history.add(makeCapture(number));
  expect(Array.from(history.find({}), ({ capture }) => capture.id)).toEqual([
    makeCapture(3).id,
    makeCapture(2).id,
  ]);
});

test('a history in memory holds so many bytes and drops the oldest', async () => {
  const history = createMemoryHistory({ deliveries: 100, bytes: 25_000 });
  for (const number of [1, 2, 3]) await history.add(makeCapture(number, { body: new Uint8Array(10_000) }));
  expect(history.extent().deliveries).toBe(2);
  expect(history.extent().bytes).toBeLessThan(25_000);
});
