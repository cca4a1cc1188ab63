import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shuffle } from '../../src/commands/replay/choose-payloads.ts';
import { createDice } from '../../src/io/dice.ts';

test('shuffling loses and doubles nothing, and the same seed gives the same order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
      const shuffled = shuffle(items, createDice(seed));
      expect([...shuffled].sort()).toEqual([...items].sort());
      expect(shuffle(items, createDice(seed))).toEqual(shuffled);
    }),
  );
});

test('every order of three comes about as often as any other', () => {
  const roll = createDice(1);
  const counts = new Map<string, number>();
  for (let run = 0; run < 6_000; run += 1) {
    const order = shuffle(['a', 'b', 'c'], roll).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});
