import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENTS } from '../../../../src/core/events/catalogue.ts';
import { type EventDefinition, findRevision } from '../../../../src/core/events/definition.ts';
import { schemaOf } from '../../../../src/core/events/schema.ts';
import { parseTimestamp } from '../../../../src/core/events/timestamp.ts';
import { createGenerator } from '../../../../src/core/payloads/generation/generate.ts';
import { createDice } from '../../../../src/io/dice.ts';
import { volume } from '../../../harness/volume.ts';
import { check } from './checking.ts';

const seeds = fc.nat(2_147_483_647);
const generatorOf = (event: EventDefinition, seed: number) => createGenerator(event, { seed, createDice });
const textOf = (body: Uint8Array) => Buffer.from(body).toString();
const payloadsOf = (event: EventDefinition, seed: number, count?: number) => {
  const { size, at } = generatorOf(event, seed);
  return Array.from({ length: count ?? size }, (_, index) => JSON.parse(textOf(at(index).body)));
};
/** All of the first run of cases, and the mixes beyond. */
const indexBelow = (size: number) => fc.nat(size * 3);

test.each(EVENTS)(
  '$name: every payload of every seed is valid, for the check and for the schema',
  (event) => {
    const { size } = generatorOf(event, 0);
    fc.assert(
      fc.property(seeds, indexBelow(size), (seed, index) => {
        const { body } = generatorOf(event, seed).at(index);
        const payload = JSON.parse(textOf(body));
        const revision = findRevision(event, payload);
        expect(check(body).filter(({ code }) => code !== 'zone_missing')).toEqual([]);
        expect(schemaOf(event, revision).safeParse(payload).error?.issues ?? []).toEqual([]);
        // The older form of the bank link is documented without a zone.
        if (event.name !== 'user.bank_link_updated' || revision !== '2025-05')
          expect(check(body)).toEqual([]);
      }),
      { numRuns: volume(100, 500) },
    );
  },
);

test.each(EVENTS)('$name: the same seed and number give the same bytes, in whatever order', (event) => {
  fc.assert(
    fc.property(seeds, fc.nat(300), (seed, index) => {
      const [one, other] = [generatorOf(event, seed), generatorOf(event, seed)];
      other.at(index + 1);
      expect(other.at(index)).toEqual(one.at(index));
    }),
    { numRuns: volume(20, 100) },
  );
});

test('these bytes stay the same from release to release', () => {
  const bodies = EVENTS.map((event) => textOf(generatorOf(event, 42).at(0).body));
  expect(bodies).toMatchInlineSnapshot(`
    [
      "{"event_kind":"footprint.onboarding.completed","external_id":"customer-249a4141","fp_id":"fp_id_test_Kq17UQkOHyZi2lF1QUJfuj","is_live":false,"onboarding_id":"ob_fN1N1g3q6HjpPzjzfPMdV1","playbook_key":"pb_test_YUVXwC1BrWIihhMWZsaQOu","requires_manual_review":false,"status":"none","timestamp":"2025-05-05T00:00:10Z"}",
      "{"event_kind":"footprint.onboarding.status_changed","fp_id":"fp_id_test_hGuKDqavPuXjqVueHmOxv2","is_live":false,"new_status":"pending","requires_manual_review":true,"timestamp":"2025-05-05T00:00:55.812530658Z"}",
      "{"event_kind":"footprint.user.manual_review","external_id":"customer-12bf540a","fp_id":"fp_id_test_iTzkl5uvoQ6UuKM9Ted8e1","is_live":false,"timestamp":"2025-05-05T00:00:39Z"}",
      "{"event_kind":"footprint.user.info_requested","external_id":"customer-a2d2b30d","fp_id":"fp_id_test_IWDEFyaJ4Cots4UBxcWnay","is_live":false,"timestamp":"2025-05-05T00:00:08Z"}",
      "{"event_kind":"footprint.user.bank_link_updated","fp_id":"fp_id_test_jjpkhvpA7L0ihCx1faqY95","is_live":false,"link_event_body":{"state":"connecting"},"link_event_kind":"transactions.updates_available","link_id":"link_OVHiq9OInQJe","timestamp":"2025-05-05T00:00:24.893202974"}",
      "{"event_kind":"footprint.vault.updated","external_id":"customer-5ed4b3e8","fields":["id.phone_number"],"fp_id":"fp_id_test_IbTjCJh2byOaYohQHalzgn","is_live":false,"source":"dashboard","timestamp":"2025-05-05T00:00:34Z"}",
      "{"error":"The watchlist provider did not answer.","event_kind":"footprint.watchlist_check.completed","fp_id":"fp_id_test_TtNQQDHSwuyoTRbEz6cMQ1","is_live":false,"onboarding_id":"ob_4pSGLJZ77NNCx2UettwTTB","status":"error","timestamp":"2025-05-05T00:00:17.282003400Z"}",
    ]
  `);
});

const COUNT = volume(200, 1_000);

test('other seeds and other numbers give other people', () => {
  for (const event of EVENTS) {
    const ids = [1, 2, 3].flatMap((seed) => payloadsOf(event, seed, COUNT).map(({ fp_id: id }) => id));
    expect(new Set(ids).size).toBe(3 * COUNT);
  }
});

test.each(EVENTS)('$name: the names of the cases are unique', (event) => {
  const { size, at } = generatorOf(event, 1);
  const names = Array.from({ length: size }, (_, index) => at(index).name);
  expect(new Set(names).size).toBe(size);
  expect([at(size).name, at(size + 1).name]).toEqual(['mix 1', 'mix 2']);
});

test.each(EVENTS)('$name: bodies are compact JSON with the keys in the order of the alphabet', (event) => {
  for (const payload of payloadsOf(event, 5)) {
    const keys = Object.keys(payload);
    expect(keys).toEqual(keys.toSorted());
  }
  for (const index of [0, 1, 2, 3]) {
    const { body } = generatorOf(event, 5).at(index);
    expect(textOf(body)).toBe(JSON.stringify(JSON.parse(textOf(body))));
  }
});

test('ids and times are those of the sandbox, with one time after the other', () => {
  for (const event of EVENTS) {
    const payloads = payloadsOf(event, 9, 300);
    for (const { fp_id: id, is_live: isLive, playbook_key: key } of payloads) {
      expect(id).toMatch(/^fp_(?:id_test|bid)_[0-9A-Za-z]{22}$/);
      expect(isLive).toBe(false);
      if (key !== undefined) expect(key).toMatch(/^pb_test_[0-9A-Za-z]{22}$/);
    }
    const mixes = payloads.slice(generatorOf(event, 9).size);
    const times = mixes.map(({ timestamp }) => parseTimestamp(timestamp)?.epochMs ?? Number.NaN);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  }
});
