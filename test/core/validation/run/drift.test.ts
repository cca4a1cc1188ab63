import { expect, test } from 'vitest';
import { gather, part, text } from './sample.ts';

const EVENT = 'footprint.vault.updated';

const value = (actual: string, more = {}) =>
  text({ code: 'unknown_value', severity: 'warning', path: ['source'], message: actual, actual, ...more });

test('unknown events, fields and values are gathered with their counts and first places', () => {
  const groups = [
    {
      finding: text({ code: 'unknown_event', path: ['event_kind'], event: 'footprint.new', message: 'x' }),
      places: [1, 2, 5, 2],
    },
    { finding: text({ code: 'unknown_field', path: ['link', 'new'], message: 'y' }), places: [2, 3] },
    { finding: value('"api"'), places: [3, 4] },
    { finding: text(), places: [4, 4] },
  ];
  const run = gather([part({ groups }), part({ input: 1, groups })]);
  expect(run.drift).toEqual([
    {
      kind: 'event',
      event: 'footprint.new',
      place: '',
      count: 4,
      examples: [],
      first: { file: 'a.json', line: 1, column: 2 },
    },
    {
      kind: 'field',
      event: EVENT,
      place: 'link.new',
      count: 2,
      examples: [],
      first: { file: 'a.json', line: 2, column: 3 },
    },
    {
      kind: 'value',
      event: EVENT,
      place: 'source',
      count: 2,
      examples: ['"api"'],
      first: { file: 'a.json', line: 3, column: 4 },
    },
  ]);
});

test('up to five different examples are kept', () => {
  const groups = ['a', 'b', 'a', 'c', 'd', 'e', 'f'].map((each, index) => ({
    finding: value(each, { message: String(index) }),
    places: [index + 1, 1],
  }));
  expect(gather([part({ groups })]).drift).toMatchObject([{ count: 7, examples: ['a', 'b', 'c', 'd', 'e'] }]);
});

test('an index is no part of a place, and a key that looks like one is', () => {
  const at = (...path: (string | number)[]) => ({
    finding: text({ code: 'unknown_field', path, message: JSON.stringify(path) }),
    places: [1, 1],
  });
  const groups = [at('fields', 0, 'x'), at('fields', 7, 'x'), at('fields', '0', 'x'), at('a b', 'x')];
  const drift = gather([part({ groups })]).drift.map(({ place, count }) => [place, count]);
  expect(drift).toEqual([
    ['fields[].x', 2],
    ['fields.0.x', 1],
    ['["a b"].x', 1],
  ]);
});

test('at most 1,000 things are gathered', () => {
  const groups = Array.from({ length: 1_200 }, (_, index) => ({
    finding: text({ code: 'unknown_field', path: [`f${index}`], message: `${index}` }),
    places: [index + 1, 1],
  }));
  expect(gather([part({ groups })]).drift).toHaveLength(1_000);
});
