import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createBatches, type Job } from '../../../src/io/history/batches.ts';

function createCounted(gatherMs?: number) {
  const sizes: number[] = [];
  const batches = createBatches<undefined>({
    commit: (jobs: readonly Job<undefined>[]) => {
      sizes.push(jobs.length);
      for (const job of jobs) job.run(undefined)();
    },
    isPassing: () => false,
    patienceMs: 0,
    ...(gatherMs !== undefined && { gatherMs }),
    toFailure: (error) => error,
  });
  return { sizes, batches };
}

test('work that comes in the turn after waits for the same commit', async () => {
  const { sizes, batches } = createCounted(60_000);
  const first = batches.add(() => 1);
  await nextTurn();
  const second = batches.add(() => 2);
  expect(await Promise.all([first, second])).toEqual([1, 2]);
  expect(sizes).toEqual([2]);
});

test('work that never stops coming is committed all the same', async () => {
  const { sizes, batches } = createCounted();
  const all: Promise<number>[] = [];
  while (sizes.length < 3) {
    all.push(batches.add(() => all.length));
    await nextTurn();
  }
  await Promise.all(all);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(all.length);
});
