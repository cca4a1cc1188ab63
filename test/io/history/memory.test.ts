import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../src/io/history/memory.ts';
import { forwarding, makeCapture } from './captures.ts';
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

test('the answers of apps count as well', async () => {
  const history = createMemoryHistory({ deliveries: 100, bytes: 30_000 });
  await history.add(makeCapture(1));
  await history.add(makeCapture(2));
  const { bytes } = history.extent();
  await history.conclude(makeCapture(2).id, {
    forwardings: [{ ...forwarding(200), body: new Uint8Array(20_000) }],
  });
  expect(history.extent().bytes - bytes).toBeGreaterThan(20_000);
  await history.conclude(makeCapture(2).id, {
    forwardings: [{ ...forwarding(200), body: new Uint8Array(10_000) }],
  });
  expect(Array.from(history.find({}), ({ capture }) => capture.id)).toEqual([makeCapture(2).id]);
});
