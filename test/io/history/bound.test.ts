import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openHistory } from '../../../src/io/history/open-history.ts';
import { makeFolder } from '../../harness/folder.ts';
import { forwarding, makeCapture } from './captures.ts';

test('beyond so many deliveries the oldest are removed, with all that belongs to them', async () => {
  const onPruned = vi.fn();
  const bound = { deliveries: 200, bytes: 1e9 };
  const history = await openHistory(join(makeFolder(), 'history.db'), { bound, onPruned });
  for (let round = 0; round < 10; round += 1) {
    const numbers = Array.from({ length: 50 }, (_, index) => round * 50 + index);
    await Promise.all(numbers.map((number) => history.add(makeCapture(number))));
    await history.conclude(makeCapture(round * 50).id, { forwardings: [forwarding(204)] });
  }
  await vi.waitUntil(() => history.extent().deliveries <= 200, { timeout: 10_000 });
  const [newest] = history.find({ limit: 1 });
  expect(newest?.capture.id).toBe(makeCapture(499).id);
  await vi.waitUntil(() => onPruned.mock.calls.length > 0, { timeout: 10_000 });
  await history.close();
  const removed = onPruned.mock.calls.reduce((sum, [call]) => sum + call.removed, 0);
  expect(removed).toBeGreaterThanOrEqual(300);
});

test('beyond so many bytes the oldest are removed, and the file stays near the bound', async () => {
  const path = join(makeFolder(), 'history.db');
  const bound = { deliveries: 1e6, bytes: 2_000_000 };
  const history = await openHistory(path, { bound });
  for (let number = 0; number < 120; number += 1) {
    await history.add(makeCapture(number, { body: new Uint8Array(50_000) }));
  }
  await history.close();
  // One delivery is in flight while the bound acts, and as many as fit into what it goes below.
  expect(statSync(path).size).toBeLessThan(2_500_000);
});

test('a pruning makes the file smaller', async () => {
  const path = join(makeFolder(), 'history.db');
  const history = await openHistory(path);
  await Promise.all(
    Array.from({ length: 60 }, (_, number) =>
      history.add(makeCapture(number, { body: new Uint8Array(20_000) })),
    ),
  );
  await history.prune({ keep: 60 });
  const before = statSync(path).size;
  expect(before).toBeGreaterThan(1_200_000);
  expect(await history.prune({ keep: 5 })).toBe(55);
  expect(statSync(path).size).toBeLessThan(250_000);
  expect(history.extent().bytes).toBeLessThan(250_000);
  await history.close();
});

test('a pruning of many that were searched before leaves the rest to be found', async () => {
  const history = await openHistory(join(makeFolder(), 'history.db'));
  await Promise.all(Array.from({ length: 1_300 }, (_, number) => history.add(makeCapture(number))));
  expect(Array.from(history.find({ text: 'msg_m1299' }))).toHaveLength(1);
  expect(await history.prune({ keep: 100 })).toBe(1_200);
  expect(Array.from(history.find({ text: 'msg_m1299' }))).toHaveLength(1);
  expect(Array.from(history.find({ text: 'hooks' }))).toHaveLength(100);
  expect(Array.from(history.find({ text: 'msg_m7' }))).toHaveLength(0);
  await history.close();
});
