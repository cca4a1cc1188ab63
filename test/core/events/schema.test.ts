import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { EVENTS } from '../../../src/core/events/catalogue.ts';
import { parseEventName } from '../../../src/core/events/event-name.ts';
import { eventJsonSchema } from '../../../src/core/events/json-schema.ts';

const compile = (schema: Readonly<Record<string, unknown>>) => new Ajv2020({ strict: true }).compile(schema);

describe('the JSON Schema', () => {
  test.each(EVENTS)('of $name is valid JSON Schema 2020-12 and names the event', (event) => {
    const schema = eventJsonSchema(event);
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:fp-webhooks:schema:event:${event.name}`,
      title: event.kind,
      description: event.summary,
    });
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    expect(() => compile(schema)).not.toThrow();
  });

  test('describes each field and gives the known values as examples, never as an enum', () => {
    const schema = eventJsonSchema(parseEventName('onboarding.completed'));
    expect(schema['properties']).toMatchObject({
      event_kind: { const: 'footprint.onboarding.completed' },
      status: { type: 'string', description: expect.any(String), examples: ['pass', 'fail', 'none'] },
    });
    expect(EVENTS.map((event) => JSON.stringify(eventJsonSchema(event))).join()).not.toContain('"enum"');
  });

  test('of the bank link has both shapes, of the others one', () => {
    expect(eventJsonSchema(parseEventName('user.bank_link_updated'))['anyOf']).toHaveLength(2);
    expect(eventJsonSchema(parseEventName('vault.updated'))).toHaveProperty('properties.external_id');
  });

  test('says that status_changed is deprecated', () => {
    expect(eventJsonSchema(parseEventName('onboarding.status_changed'))).toHaveProperty('deprecated', true);
    expect(eventJsonSchema(parseEventName('vault.updated'))).not.toHaveProperty('deprecated');
  });

  const manualReview = {
    event_kind: 'footprint.user.manual_review',
    fp_id: 'fp_id_xyz',
    is_live: false,
    timestamp: '2025-05-05T18:40:46Z',
  };
  test.each([
    ['an unknown field', { ...manualReview, more: 1 }, true],
    ['a null external_id', { ...manualReview, external_id: null }, true],
    ['a missing fp_id', { ...manualReview, fp_id: undefined }, false],
    ['a number for external_id', { ...manualReview, external_id: 1 }, false],
    ['another event', { ...manualReview, event_kind: 'footprint.vault.updated' }, false],
  ])('answers to %s: %s is %s', (_, payload, valid) => {
    const accepts = compile(eventJsonSchema(parseEventName('user.manual_review')));
    expect(accepts(JSON.parse(JSON.stringify(payload)))).toBe(valid);
  });
});
