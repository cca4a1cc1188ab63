import { expect, test } from 'vitest';
import { createDice } from '../../src/io/dice.ts';

const throws = (seed: number, count: number) => {
  const dice = createDice(seed);
  return Array.from({ length: count }, dice);
};

test('the same seed gives the same numbers, and another one others', () => {
  expect(throws(7, 50)).toEqual(throws(7, 50));
  expect(throws(8, 50)).not.toEqual(throws(7, 50));
});

test.each([0, 1, 7, 2_147_483_647])('the numbers of seed %i are from 0 up to 1, spread evenly', (seed) => {
  const numbers = throws(seed, 2_000);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  const low = numbers.filter((number) => number < 0.2).length / numbers.length;
  expect(low).toBeGreaterThan(0.15);
  expect(low).toBeLessThan(0.25);
});
