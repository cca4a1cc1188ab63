import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { EVENTS } from '../../../../src/core/events/catalogue.ts';
import type { EventDefinition, FieldDefinition } from '../../../../src/core/events/definition.ts';
import { schemaOf } from '../../../../src/core/events/schema.ts';
import { COUPLINGS } from '../../../../src/core/payloads/generation/build.ts';
import { formsOf, placesOf } from '../../../../src/core/payloads/generation/form.ts';
import { createGenerator } from '../../../../src/core/payloads/generation/generate.ts';
import { createDice } from '../../../../src/io/dice.ts';

type Json = Record<string, unknown>;

function casesOf(event: EventDefinition, count?: number): readonly { name: string; payload: Json }[] {
  const { size, at } = createGenerator(event, { seed: 3, createDice });
  return Array.from({ length: count ?? size }, (_, index) => {
    const { name, body } = at(index);
    return { name, payload: JSON.parse(Buffer.from(body).toString()) };
  });
}

const valueAt = (payload: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, name) => (value as Json | null)?.[name], payload);

test.each(EVENTS)('$name: each known value of each field has a payload', (event) => {
  const payloads = casesOf(event).map(({ payload }) => payload);
  for (const form of formsOf(event)) {
    for (const { path, field } of placesOf(form.fields)) {
      const seen = new Set(payloads.map((payload) => valueAt(payload, path)));
      for (const value of field.values ?? []) expect(seen, `${path} ${value}`).toContain(value);
      if (field.type === 'boolean' && field.name !== 'is_live') expect(seen).toContain(true);
      if (field.nullable) expect(seen, `${path} null`).toContain(null);
      if (field.optional) expect(payloads.some((payload) => !Object.hasOwn(payload, field.name))).toBe(true);
    }
  }
});

test.each(EVENTS)('$name: a case has what its name says', (event) => {
  for (const { name, payload } of casesOf(event)) {
    const [, key = '', word = ''] = /^(\S+) (\S+)(?: \(shape [AB]\))?$/.exec(name) ?? [];
    const place = formsOf(event)
      .flatMap(({ fields }) => placesOf(fields))
      .find((each) => each.key === key);
    if (place === undefined) continue;
    const value = valueAt(payload, place.path);
    if (word === 'absent') expect(value, name).toBeUndefined();
    else if (word === 'null') expect(value, name).toBeNull();
    else if (word === 'empty') expect(value, name).toHaveLength(0);
    else if (word === 'present') expect(value ?? null, name).not.toBeNull();
    else expect(String(value), name).toBe(word);
  }
});

test.each(EVENTS)('$name: one payload has every field, another none that can be left out', (event) => {
  const cases = casesOf(event);
  const full = cases.filter(({ name }) => name.startsWith('everything present'));
  const least = cases.filter(({ name }) => name.startsWith('the least there can be'));
  formsOf(event).forEach(({ fields }, index) => {
    expect(Object.keys(full[index]?.payload ?? {})).toEqual(fields.map(({ name }) => name).toSorted());
    expect(Object.values(full[index]?.payload ?? {})).not.toContain(null);
    const required = fields.filter(({ optional }) => !optional).map(({ name }) => name);
    expect(Object.keys(least[index]?.payload ?? {})).toEqual(required.toSorted());
  });
});

test('in each payload all fits together: an error has a text, and only a refresh says what was refreshed', () => {
  const seen = new Set<string>();
  for (const event of EVENTS) {
    for (const { name, payload } of casesOf(event, 400)) {
      for (const { field, by, values } of COUPLINGS) {
        if (!Object.hasOwn(payload, field) || !Object.hasOwn(payload, by)) continue;
        const isCalledFor = values.includes(String(payload[by]));
        expect(payload[field] !== null, name).toBe(isCalledFor);
        seen.add(`${field} ${isCalledFor}`);
      }
    }
  }
  expect(seen.size).toBe(COUPLINGS.length * 2);
});

test('what a field depends on stands before it in the catalogue', () => {
  for (const { field, by } of COUPLINGS) {
    const event = EVENTS.find(({ fields }) => fields.some(({ name }) => name === field));
    const names = event?.fields.map(({ name }) => name) ?? [];
    expect(names.indexOf(by)).toBeGreaterThanOrEqual(0);
    expect(names.indexOf(by)).toBeLessThan(names.indexOf(field));
  }
});

test('a business has fields of a business in its vault, a person those of a person', () => {
  const [vault] = EVENTS.filter(({ name }) => name === 'vault.updated');
  const kinds = new Set<boolean>();
  for (const { payload } of vault === undefined ? [] : casesOf(vault, 300)) {
    const isBusiness = String(payload['fp_id']).startsWith('fp_bid_');
    kinds.add(isBusiness);
    const foreign = isBusiness ? /^(?:id|card|bank|document|investor_profile)\./ : /^business\./;
    for (const name of payload['fields'] as readonly string[]) expect(name).not.toMatch(foreign);
  }
  expect(kinds.size).toBe(2);
});

test('a field that is new in the catalogue has its cases and its mixes at once', () => {
  const [event] = EVENTS.filter(({ name }) => name === 'user.manual_review');
  if (event === undefined) throw new Error('There is no such event.');
  const fields: readonly FieldDefinition[] = [
    { name: 'reason', type: 'string', summary: '', values: ['one', 'other'] },
    { name: 'labels', type: 'string[]', summary: '', optional: true },
    {
      name: 'reviewer',
      type: 'object',
      summary: '',
      nullable: true,
      fields: [
        { name: 'is_admin', type: 'boolean', summary: '' },
        { name: 'note', type: 'string', summary: '' },
      ],
    },
  ];
  const cases = casesOf({ ...event, fields: [...event.fields, ...fields] }, 200);
  const schema = schemaOf({ ...event, fields: [...event.fields, ...fields] }, 'external-id');
  for (const { payload } of cases) expect(schema.safeParse(payload).error).toBeUndefined();
  expect(cases.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'reason one',
      'reason other',
      'labels empty',
      'labels absent',
      'reviewer null',
      'reviewer.is_admin true',
      'reviewer.note empty',
      'mix 1',
    ]),
  );
});
