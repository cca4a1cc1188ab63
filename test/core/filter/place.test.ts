import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findPlace, type Subject, valueAt } from '../../../src/core/filter/place.ts';
import { CODE_POINT } from '../../harness/code-point.ts';

const PAYLOAD = {
  status: 'pass',
  fields: ['id.ssn9', { deep: 7 }],
  link_event_body: { state: 'error' },
  'a key': { 'with "quotes"': true, 'dot.ted': 0 },
  0: 'zero',
  nothing: null,
};
const SUBJECT: Subject = {
  payload: PAYLOAD,
  headers: [
    ['Svix-Id', 'msg_1'],
    ['X-Twice', 'a'],
    ['x-twice', 'b'],
  ],
};

const CASES: readonly (readonly [text: string, value: unknown])[] = [
  ['status', 'pass'],
  ['.status', 'pass'],
  ['fields', PAYLOAD.fields],
  ['fields[0]', 'id.ssn9'],
  ['fields.0', 'id.ssn9'],
  ['fields[1].deep', 7],
  ['fields[2]', undefined],
  ['fields.length', 2],
  ['link_event_body.state', 'error'],
  ['["a key"]["with \\"quotes\\""]', true],
  ['["a key"]["dot.ted"]', 0],
  ['[0]', 'zero'],
  ['nothing', null],
  ['nothing.deeper', undefined],
  ['status.length', undefined],
  ['constructor', undefined],
  ['__proto__', undefined],
  ['absent', undefined],
  ['header:svix-id', 'msg_1'],
  ['header:SVIX-ID', 'msg_1'],
  ['header:x-twice', 'a, b'],
  ['header:absent', undefined],
];

test.each(CASES)('%s is a place, with %j in it', (text, value) => {
  const place = findPlace(text);
  expect(place).toBeDefined();
  expect(place && valueAt(SUBJECT, place)).toEqual(value);
});

test.each([
  '',
  '.',
  'a..b',
  'a.',
  'a[',
  'a[-1]',
  'a[x]',
  '[""',
  'a b',
  '"a"',
  'header:',
  'header:a b',
  'a["b"]c',
])('%j is no place', (text) => {
  expect(findPlace(text)).toBeUndefined();
});

test('nothing stands in a body that is no object', () => {
  const place = findPlace('length');
  for (const payload of [undefined, null, 'text', 12, true])
    expect(place && valueAt({ payload, headers: [] }, place)).toBeUndefined();
});

test('no text makes it throw, and every key of a payload can be pointed at', () => {
  fc.assert(
    fc.property(fc.string({ unit: CODE_POINT }), fc.jsonValue(), (text, payload) => {
      const place = findPlace(text);
      if (place !== undefined) valueAt({ payload, headers: [] }, place);
      const quoted = findPlace(`["${text.replace(/["\\]/g, '\\$&')}"]`);
      expect(
        quoted && valueAt({ payload: JSON.parse(JSON.stringify({ [text]: 1 })), headers: [] }, quoted),
      ).toBe(1);
    }),
  );
});
