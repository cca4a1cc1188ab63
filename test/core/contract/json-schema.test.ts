import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventsJsonSchema } from '../../../src/core/contract/json-schema.ts';
import { EVENTS } from '../../../src/core/events/catalogue.ts';
import { parseEventName } from '../../../src/core/events/event-name.ts';
import { eventJsonSchema } from '../../../src/core/events/json-schema.ts';
import { volume } from '../../harness/volume.ts';
import { objectWith } from '../events/payloads.ts';
import { SHIPPED } from './fixtures.ts';

const current = new Ajv2020({ strict: true, allowUnionTypes: true });
// What ajv takes without being told of a draft, which is draft 7.
const usual = new Ajv({ strict: true, allowUnionTypes: true });
const acceptsEvent = current.compile(eventsJsonSchema(EVENTS, '2020-12'));
const acceptsInDraft7 = usual.compile(eventsJsonSchema(EVENTS, '7'));
const some = [parseEventName('user.manual_review'), parseEventName('vault.updated')];

describe('the JSON Schema of all events', () => {
  test.each(SHIPPED)('accepts the fixture $name in both drafts', ({ payload }) => {
    expect([acceptsEvent(payload), acceptsInDraft7(payload)]).toEqual([true, true]);
  });

  test.each(EVENTS)('decides on any $name as the schema of that event does, in both drafts', (event) => {
    const acceptsAlone = new Ajv2020({ allowUnionTypes: true }).compile(eventJsonSchema(event));
    const property = fc.property(objectWith(event.fields), (generated) => {
      const payload = JSON.parse(JSON.stringify({ ...generated, event_kind: event.kind }));
      const expected = acceptsAlone(payload);
      expect([acceptsEvent(payload), acceptsInDraft7(payload)]).toEqual([expected, expected]);
    });
    fc.assert(property, { numRuns: volume(20, 100) });
  });

  test.each([
    ['an event that nobody has documented', { event_kind: 'footprint.user.moved', more: 1 }, true],
    ['an event without a kind', { fp_id: 'fp_id_xyz' }, false],
    ['a kind that is no text', { event_kind: 7 }, false],
    ['a wrapped event', { type: 'x', data: { event_kind: 'footprint.vault.updated' } }, false],
  ])('answers to %s: %j is %s', (_, payload, expected) => {
    expect([acceptsEvent(payload), acceptsInDraft7(payload)]).toEqual([expected, expected]);
  });

  test('keeps lists of values open: known ones are examples', () => {
    expect(JSON.stringify(eventsJsonSchema(EVENTS, '2020-12')).match(/"enum":\[[^\]]*/g)).toEqual([
      `"enum":[${EVENTS.map(({ kind }) => `"${kind}"`).join()}`,
    ]);
  });
});

test('the JSON Schema of one event is that of `events show --schema`', () => {
  for (const event of EVENTS) expect(eventsJsonSchema([event], '2020-12')).toEqual(eventJsonSchema(event));
});

test('the JSON Schema of some events accepts these and no others', () => {
  const accepts = current.compile(eventsJsonSchema(some, '2020-12'));
  const kinds = SHIPPED.filter(({ payload }) => accepts(payload)).map(({ payload }) => payload['event_kind']);
  expect(new Set(kinds)).toEqual(new Set(some.map(({ kind }) => kind)));
});

test('draft 7 is said to be draft 7, and has definitions in place of $defs', () => {
  const schema = eventsJsonSchema(some, '7');
  expect(schema).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#' });
  expect(Object.keys(schema['definitions'] ?? {})).toEqual(['UserManualReview', 'VaultUpdated']);
  expect(JSON.stringify(schema)).not.toContain('$defs');
  expect(eventsJsonSchema(some.slice(0, 1), '7')).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'footprint.user.manual_review',
  });
});
