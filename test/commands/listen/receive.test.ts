import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurns } from '../../../src/commands/listen/receive.ts';

test('all who ask in one turn go on together when it is over, step by step and in their order', async () => {
  const endOfTurn = createTurns();
  const steps: string[] = [];
  const walk = async (name: string) => {
    await endOfTurn();
    steps.push(`${name}1`);
    await undefined;
    steps.push(`${name}2`);
  };
  const all = ['a', 'b', 'c'].map(walk);
  await undefined;
  expect(steps).toEqual([]);
  await Promise.all(all);
  expect(steps).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
});

test('who asks in the next turn waits for the end of that one', async () => {
  const endOfTurn = createTurns();
  const first = endOfTurn();
  expect(endOfTurn()).toBe(first);
  await nextTurn();
  expect(endOfTurn()).not.toBe(first);
});
