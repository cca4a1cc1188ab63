import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createDeadlines } from '../../../src/io/receiver/deadlines.ts';

const AFTER_MS = 40;

test('what is not lifted in time is late, once and in order; what is lifted never is', async () => {
  const deadlines = createDeadlines(AFTER_MS);
  const late: string[] = [];
  await new Promise<void>((resolve) => {
    deadlines.set(() => late.push('first'));
    const lifted = deadlines.set(() => late.push('lifted'));
    deadlines.lift(lifted);
    deadlines.set(() => late.push('second'));
    // Set while the timer of the others runs already.
    setTimeout(() => {
      deadlines.set(() => {
        late.push('third');
        resolve();
      });
    }, AFTER_MS / 2);
  });
  await delay(AFTER_MS);
  expect(late).toEqual(['first', 'second', 'third']);
});

test('no deadline comes before its time', async () => {
  const deadlines = createDeadlines(AFTER_MS);
  const since = performance.now();
  await new Promise<void>((resolve) => void deadlines.set(resolve));
  expect(performance.now() - since).toBeGreaterThanOrEqual(AFTER_MS - 1);
});
