import { expect, test } from 'vitest';
import { EVENTS } from '../../../../src/core/events/catalogue.ts';
import {
  createGenerator,
  createInvalidGenerator,
  makeRun,
} from '../../../../src/core/payloads/generation/generate.ts';
import { createDice } from '../../../../src/io/dice.ts';

const plan = { definitions: EVENTS, isInvalid: false, seed: 6, createDice };
const [first, second, third] = EVENTS;
/** Text is compared much faster than bytes. */
const textOf = (body: Uint8Array) => Buffer.from(body).toString();

test('without a count each case of each event is made once, event by event', () => {
  const made = [...makeRun(plan)].map(({ madeFor, number, name, body }) => ({
    madeFor,
    number,
    name,
    body: textOf(body),
  }));
  const expected = EVENTS.flatMap((madeFor) => {
    const { size, at } = createGenerator(madeFor, plan);
    return Array.from({ length: size }, (_, index) => {
      const { name, body } = at(index);
      return { madeFor, number: index + 1, name, body: textOf(body) };
    });
  });
  expect(made).toEqual(expected);
});

test('without a count each violation is made once', () => {
  const sizes = EVENTS.map((event) => createInvalidGenerator(event, plan).size);
  const made = [...makeRun({ ...plan, isInvalid: true })];
  expect(made).toHaveLength(sizes.reduce((sum, size) => sum + size, 0));
  expect(made.every(({ violation }) => violation !== undefined)).toBe(true);
});

test.each([1, 2, 3, 4, 5, 500])('a count of %i makes exactly so many, and the events take turns', (count) => {
  const definitions = EVENTS.slice(0, 3);
  const made = [...makeRun({ ...plan, definitions, count })];
  expect(made).toHaveLength(count);
  const turns = Array.from({ length: count }, (_, index) => [first, second, third][index % 3]);
  expect(made.map(({ madeFor }) => madeFor)).toEqual(turns);
  expect(made.map(({ number }) => number)).toEqual(turns.map((_, index) => Math.floor(index / 3) + 1));
});

test('what an event gets does not depend on the others, nor on the count', () => {
  const alone = [...makeRun({ ...plan, definitions: EVENTS.slice(1, 2), count: 7 })];
  const among = [...makeRun({ ...plan, count: 49 })].filter(({ madeFor }) => madeFor === second);
  expect(among).toEqual(alone);
});
