import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENTS } from '../../../src/core/events/catalogue.ts';
import { FRESH_FIELDS, freshen } from '../../../src/core/payloads/freshen.ts';
import { createDice } from '../../../src/io/dice.ts';

const NOW = '2026-11-25T12:00:00.500Z';
const nowMs = Date.parse(NOW);

function freshenTexts(texts: readonly string[], seed = 1): readonly string[] {
  const dice = createDice(seed);
  const bodies = texts.map((text) => Buffer.from(text));
  const fresh = freshen(bodies, { nowMs, drawBelow: (limit) => Math.floor(dice() * limit) });
  return fresh.map((body) => Buffer.from(body).toString());
}

test('the fields of fresh ids are all of the catalogue but the playbook and your own ids', () => {
  const names = new Set(EVENTS.flatMap(({ fields }) => fields.map(({ name }) => name)));
  const ids = [...names].filter((name) => name.endsWith('_id') && !name.endsWith('external_id'));
  expect(new Set(FRESH_FIELDS)).toEqual(new Set(ids));
});

test.each([
  ['fp_id', 'fp_id_test_YAXfxce0YFpDFZbKxX0P1k', /^fp_id_test_[0-9A-Za-z]{22}$/],
  ['fp_id', 'fp_id_otruo4TQvYV7SuijH59Ipq', /^fp_id_[0-9A-Za-z]{22}$/],
  ['fp_id', 'fp_bid_TWZmesge8j8SIjZJq6dZVL', /^fp_bid_[0-9A-Za-z]{22}$/],
  ['fp_id', 'fp_id_xyz', /^fp_id_[0-9A-Za-z]{3}$/],
  ['onboarding_id', 'ob_SRFT2a1mN7DAWJ0VPXkiqK', /^ob_[0-9A-Za-z]{22}$/],
  ['link_id', 'bank_link_abcd1234', /^bank_link_[0-9A-Za-z]{8}$/],
  ['link_id', 'link_abcd-1234', /^link_[0-9A-Za-z]{4}-[0-9A-Za-z]{4}$/],
  ['fp_id', 'customer', /^[0-9A-Za-z]{8}$/],
])('%s %s gets another id of the same kind and length', (field, old, form) => {
  const [text = ''] = freshenTexts([JSON.stringify({ [field]: old })]);
  const { [field]: fresh } = JSON.parse(text);
  expect(fresh).toMatch(form);
  expect(fresh).not.toBe(old);
});

test('times move together, written as they were, and the last event is now', () => {
  const texts = [
    '{"timestamp":"2025-05-05T18:40:46.240470542Z"}',
    '{"timestamp":"2025-05-05T18:40:47.004738311"}',
    '{"timestamp": "2025-05-05t17:40:00z", "inner": {"timestamp": "2025-05-05T17:40:00Z"}}',
    '{"timestamp":"2025-05-05T20:40:47+02:00"}',
    '{"timestamp":"yesterday"}',
  ];
  expect(freshenTexts(texts)).toEqual([
    '{"timestamp":"2026-11-25T11:59:59.240470542Z"}',
    '{"timestamp":"2026-11-25T12:00:00.004738311"}',
    '{"timestamp": "2026-11-25t10:59:13z", "inner": {"timestamp": "2025-05-05T17:40:00Z"}}',
    '{"timestamp":"2026-11-25T14:00:00+02:00"}',
    '{"timestamp":"yesterday"}',
  ]);
});

test('the last event is never ahead of now', () => {
  const texts = freshenTexts([
    '{"timestamp":"2025-05-05T18:40:46.999Z"}',
    '{"timestamp":"2030-01-01T00:00:00.501Z"}',
  ]);
  expect(texts[1]).toBe('{"timestamp":"2026-11-25T11:59:59.501Z"}');
});

test('an id is replaced wherever a text is nothing else, and never within one', () => {
  const [first = '', second = ''] = freshenTexts([
    '{"fp_id":"fp_id_abcd","note":"fp_id_abcd called","a":[{"of":"fp_id_abcd"}],"fp_id_abcd":1}',
    '{"fp_id" : "fp_id_\\u0061bcd", "status":"pass"}',
  ]);
  const id = JSON.parse(first).fp_id;
  expect(first).toBe(`{"fp_id":"${id}","note":"fp_id_abcd called","a":[{"of":"${id}"}],"fp_id_abcd":1}`);
  expect(second).toBe(`{"fp_id" : "${id}", "status":"pass"}`);
});

test('a word that stands in the field of an id is no id elsewhere', () => {
  const [text = ''] = freshenTexts(['{"fp_id":"pass","status":"pass"}']);
  expect(text).toMatch(/^\{"fp_id":"(?!pass)\w{4}","status":"pass"\}$/);
});

test('what has nothing to change stays, and so does what is no JSON', () => {
  const texts = ['{"fp_id":"","onboarding_id":null,"link_id":7}', '{"fp_id":"fp_id_a', '[]', '"fp_id_abc"'];
  expect(freshenTexts(texts)).toEqual(texts);
  const bytes = Uint8Array.of(0xff, 0x7b);
  expect(freshen([bytes], { nowMs, drawBelow: () => 0 })[0]).toBe(bytes);
  expect(freshenTexts([`\ufeff{"timestamp":"${NOW}"}`])).toEqual([`\ufeff{"timestamp":"${NOW}"}`]);
});

test('S10: ids that are too short for others stay, and refuse nothing else', () => {
  const texts = Array.from('0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) =>
    JSON.stringify({ fp_id: `fp_id_${letter}` }),
  );
  const long = JSON.stringify({ fp_id: 'fp_id_abcdefgh' });
  const [fresh, ...others] = freshenTexts([long, ...texts]);
  expect(others).toEqual(texts);
  expect(fresh).not.toBe(long);
});

const anyId = fc
  .tuple(
    fc.constantFrom('fp_id_', 'fp_id_test_', 'fp_bid_', 'ob_', 'link_', 'bank_link_', ''),
    fc.stringMatching(/^[0-9A-Za-z]{6,22}$/),
  )
  .map((parts) => parts.join(''));
const anyTime = fc
  .tuple(
    fc.date({ min: new Date('2001-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
    fc.stringMatching(/^(\.[0-9]{1,9})?Z?$/),
  )
  .map(([date, end]) => date.toISOString().slice(0, 19) + end);
const anySpace = fc.constantFrom('', ' ', '\n\t');

/** A payload in parts, of which every second one is a string that may change. */
const anyPayload = fc
  .record({
    ids: fc.array(fc.tuple(fc.constantFrom(...FRESH_FIELDS), anyId), { maxLength: 3 }),
    time: fc.option(anyTime),
    other: fc.jsonValue({ maxDepth: 2 }),
    space: anySpace,
  })
  .map(({ ids, time, other, space }) => {
    const named = [...ids, ...(time === null ? [] : [['timestamp', time] as const])];
    const parts = named.flatMap(([name, value], index) => [
      `${index === 0 ? `{${space}` : `"${space},`}"${name}":${space}"`,
      value,
    ]);
    const start = named.length === 0 ? '{' : '",';
    return [...parts, `${start}"x\\u00e9":${space}${JSON.stringify(other)}}\n`];
  });

test('only ids and times change, the same ones alike, different ones differently, and all else keeps its bytes', () => {
  fc.assert(
    fc.property(fc.array(anyPayload, { maxLength: 4 }), fc.nat(), (payloads, seed) => {
      const texts = payloads.map((parts) => parts.join(''));
      const fresh = freshenTexts(texts, seed);
      const ids = new Map<string, string>();
      const shifts = new Set<number>();
      for (const [index, parts] of payloads.entries()) {
        let rest = fresh[index] ?? '';
        expect(rest).toHaveLength(texts[index]?.length ?? 0);
        for (const [at, part] of parts.entries()) {
          const now = rest.slice(0, part.length);
          rest = rest.slice(part.length);
          if (at % 2 === 0) expect(now).toBe(part);
          else if (parts[at - 1]?.includes('timestamp')) shifts.add(toSeconds(now) - toSeconds(part));
          else {
            expect(ids.get(part) ?? now).toBe(now);
            ids.set(part, now);
          }
        }
      }
      expect(new Set([...ids.keys(), ...ids.values()]).size).toBe(2 * ids.size);
      expect(shifts.size).toBeLessThan(2);
    }),
  );
});

function toSeconds(text: string): number {
  return Date.parse(`${text.slice(0, 19)}Z`) / 1_000;
}
