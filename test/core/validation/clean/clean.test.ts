import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitDocument } from '../../../../src/core/capture/records.ts';
import { EVENTS } from '../../../../src/core/events/catalogue.ts';
import { EXAMPLE_IDS } from '../../../../src/core/events/values.ts';
import {
  createGenerator,
  createInvalidGenerator,
} from '../../../../src/core/payloads/generation/generate.ts';
import { createCleanCheck } from '../../../../src/core/validation/clean/clean.ts';
import { NO_TIME } from '../../../../src/core/validation/clean/plain-time.ts';
import { createSeenCount } from '../../../../src/core/validation/coverage/seen.ts';
import { createRecordChecker } from '../../../../src/core/validation/parts/record-checker.ts';
import { type Levels, RULES, toLevels } from '../../../../src/core/validation/rules/rules.ts';
import { createDice } from '../../../../src/io/dice.ts';
import { volume } from '../../../harness/volume.ts';

const nowMs = Date.parse('2026-11-25T00:00:00Z');
// What is off has to be clean as well, because nobody asks the rules in the fast path.
const levels = Object.fromEntries(
  Object.entries(toLevels(new Map())).map(([code, level]) => [code, level === 'off' ? level : 'error']),
) as Levels;

const events = EVENTS.map((definition) => {
  const source = { seed: 1, createDice };
  return {
    definition,
    ...createGenerator(definition, source),
    invalid: createInvalidGenerator(definition, source),
  };
});
const payload = fc
  .tuple(fc.constantFrom(...events), fc.nat(500))
  .map(([{ at }, index]) => JSON.parse(Buffer.from(at(index).body).toString()) as Record<string, unknown>);

function isClean(text: string): boolean {
  const bytes = Buffer.from(text);
  const clean = createCleanCheck(nowMs);
  return clean.timeOf(bytes, 0) !== NO_TIME && clean.end() === bytes.length;
}

function findingsOf(text: string): readonly string[] {
  const settings = { levels, nowMs };
  const checker = createRecordChecker(settings, { explainSignature: () => undefined, isCommitted: true });
  const entries = [...splitDocument(Buffer.from(text), 'a.ndjson', () => ({ kind: 'not_capture' }))];
  return entries.flatMap(checker.check).map(({ code }) => code);
}

const values = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    1,
    '',
    [],
    {},
    ['x', 1],
    'a@b.co',
    '123-45-6789',
    'fp_bid_123',
    'pb_live_1',
  ),
  fc.constantFrom<unknown>(
    ...EXAMPLE_IDS,
    'pass',
    'pending',
    'connected',
    '4111 1111 1111 1111',
    '2025-02-29T00:00:00Z',
  ),
  fc.constantFrom<unknown>(
    '2025-05-05T10:00:00',
    '2025-05-05T10:00:00.1234567890Z',
    '2030-01-01T00:00:00Z',
    '2024-02-29T23:59:60Z',
  ),
  fc.string(),
);
const names = fc.constantFrom(
  ...new Set(EVENTS.flatMap(({ fields }) => fields.map(({ name }) => name))),
  'extra',
);

test('of nothing that is clean there is anything to say, whatever was done to it', () => {
  const changes = fc.array(fc.tuple(names, fc.option(values, { nil: undefined, freq: 8 })), { maxLength: 2 });
  fc.assert(
    fc.property(payload, changes, (object, changed) => {
      const text = JSON.stringify({ ...object, ...Object.fromEntries(changed) });
      if (isClean(text)) expect(findingsOf(text)).toEqual([]);
    }),
    { numRuns: volume(100, 2_000) },
  );
});

test('of no text that is clean there is anything to say', () => {
  const snippet = fc.constantFrom(
    ' ',
    '"',
    '\\',
    '{',
    '}',
    ',',
    '\\u0061',
    'é',
    '\u0001',
    '"is_live":true,',
    'Z',
    '0',
    '.',
  );
  fc.assert(
    fc.property(payload, fc.nat(300), fc.nat(3), snippet, (object, at, length, inserted) => {
      const whole = JSON.stringify(object);
      const text = whole.slice(0, at) + inserted + whole.slice(at + length);
      if (isClean(text)) expect(findingsOf(text)).toEqual([]);
    }),
    { numRuns: volume(100, 2_000) },
  );
});

test('nothing that is wrong on purpose is clean', () => {
  for (const { invalid } of events) {
    for (let index = 0; index < invalid.size; index += 1) {
      const { body, name } = invalid.at(index);
      expect([name, isClean(Buffer.from(body).toString())]).toEqual([name, false]);
    }
  }
});

test('nearly every valid payload is clean in which nothing is deprecated, and each is counted', () => {
  const clean = createCleanCheck(nowMs);
  const seen = createSeenCount();
  for (const { definition, at } of events) {
    let dirty = 0;
    for (let index = 0; index < 300; index += 1) {
      const { body } = at(index);
      const text = Buffer.from(body).toString();
      if (definition.deprecated !== undefined || !/"timestamp":"[^"]*Z"/.test(text)) continue;
      if (clean.timeOf(body, 0) === NO_TIME) {
        // Some are odd on purpose: with escapes, with letters beyond ASCII.
        if (findingsOf(text).length === 0) dirty += 1;
        continue;
      }
      clean.count();
      seen.add(JSON.parse(text));
    }
    expect(dirty).toBeLessThan(10);
  }
  expect(clean.seen()).toEqual(seen.seen());
  expect(Object.keys(clean.seen())).toHaveLength(EVENTS.filter(({ deprecated }) => !deprecated).length);
});

test('every rule has a level in these tests', () => {
  expect(Object.keys(levels)).toEqual(Object.keys(RULES));
});

const PLAIN =
  '{"event_kind":"footprint.user.manual_review","external_id":"a-1","fp_id":"fp_id_test_abc","is_live":false,"timestamp":"2025-05-05T10:00:00Z"}';

test.each<[string, (text: string) => string]>([
  ['a key that stands twice', (text) => text.replace('"is_live"', '"is_live":true,"is_live"')],
  ['more than a space', (text) => text.replace(',', ',  ')],
  ['a space before a colon', (text) => text.replace(':', ' :')],
  ['a space before a comma', (text) => text.replace(',', ' ,')],
  ['a space in the braces', (text) => text.replace('{', '{ ')],
  ['a tab', (text) => text.replace(',', ',\t')],
  [
    'a key that stands twice, with spaces',
    (text) => text.replace('"is_live":', '"is_live": true, "is_live": '),
  ],
  ['an escape', (text) => text.replace('a-1', 'a\\u002d1')],
  ['letters beyond ASCII', (text) => text.replace('a-1', 'ä-1')],
  ['a control character', (text) => text.replace('a-1', 'a\t1')],
  ['an unknown field', (text) => text.replace('{', '{"x":"y",')],
  ['a field of another event', (text) => text.replace('{', '{"source":"dashboard",')],
  ['a business in the event of a person', (text) => text.replace('fp_id_test', 'fp_bid')],
  ['an id of another form', (text) => text.replace('fp_id_test', 'user')],
  ['an id of the documentation', (text) => text.replace('fp_id_test_abc', 'fp_id_xyz')],
  ['an address', (text) => text.replace('a-1', 'jane@example.com')],
  ['nine digits', (text) => text.replace('a-1', '078-05-1120')],
  ['a time in the future', (text) => text.replace('2025', '2027')],
  ['null where it may not be', (text) => text.replace('"2025-05-05T10:00:00Z"', 'null')],
  ['a number', (text) => text.replace('false', '0')],
  ['an array', (text) => text.replace('"a-1"', '[]')],
  ['nothing but the beginning', (text) => text.slice(0, -1)],
  ['an empty object', () => '{}'],
])('%s takes a closer look', (_, change) => {
  expect(isClean(PLAIN)).toBe(true);
  expect([change(PLAIN), isClean(change(PLAIN))]).toEqual([change(PLAIN), false]);
  expect(change(PLAIN)).not.toBe(PLAIN);
});

test('a space behind colons and commas, as Python writes it, is clean as well', () => {
  const spaced = PLAIN.replaceAll('":', '": ').replaceAll(',"', ', "');
  expect(spaced).not.toBe(PLAIN);
  expect(isClean(spaced)).toBe(true);
  expect(isClean('{"event_kind": "footprint.user.manual_review", "fp_id": null')).toBe(false);
});
