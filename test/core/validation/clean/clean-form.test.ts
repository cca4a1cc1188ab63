import { expect, test } from 'vitest';
import { EVENTS } from '../../../../src/core/events/catalogue.ts';
import type { EventDefinition, FieldDefinition } from '../../../../src/core/events/definition.ts';
import { createCleanTables } from '../../../../src/core/validation/clean/clean-form.ts';

const [FIRST, SECOND] = EVENTS.filter(({ deprecated }) => deprecated === undefined);

function text(name: string, more: Partial<FieldDefinition> = {}): FieldDefinition {
  return { name, type: 'string', summary: name, ...more };
}

function withFields(event: EventDefinition | undefined, fields: readonly FieldDefinition[]): EventDefinition {
  if (event === undefined) throw new Error('The catalogue has two events.');
  return { ...event, fields };
}

test('there are bits for every field of the catalogue, each its own', () => {
  const { slotOf, slotCount } = createCleanTables();
  expect(slotCount).toBeLessThanOrEqual(32);
  const places = EVENTS.flatMap(({ fields }) => fields.map(({ name }) => name));
  expect(new Set(places.map(slotOf)).size).toBe(new Set(places).size);
});

test('a field more than there are bits is refused, and not taken for another', () => {
  const fields = Array.from({ length: 32 }, (_, index) => text(`field_${index}`));
  expect(createCleanTables([withFields(FIRST, fields)]).slotCount).toBe(32);
  expect(() => createCleanTables([withFields(FIRST, [...fields, text('more')])])).toThrow(
    'more is one too many',
  );
});

test('a field with another type in another event is refused, also in an object', () => {
  const two = (one: FieldDefinition, other: FieldDefinition) => () =>
    createCleanTables([withFields(FIRST, [one]), withFields(SECOND, [other])]);
  expect(two(text('state'), text('state'))).not.toThrow();
  expect(two(text('state'), text('state', { type: 'boolean' }))).toThrow('state has two');
  const body = (field: FieldDefinition) => text('body', { type: 'object', fields: [field] });
  expect(two(body(text('state')), body(text('state', { type: 'boolean' })))).toThrow('body.state has two');
});

test('an object has the fields that it has in any event', () => {
  const body = (name: string) => text('body', { type: 'object', fields: [text(name)] });
  const { fields } = createCleanTables([
    withFields(FIRST, [body('one')]),
    withFields(SECOND, [body('other')]),
  ]);
  expect(fields.slots[0]?.fields?.slots).toHaveLength(2);
});
