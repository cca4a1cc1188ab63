import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENTS } from '../../../../src/core/events/catalogue.ts';
import { PAYLOAD_FINDING_CODES } from '../../../../src/core/events/finding.ts';
import { createInvalidGenerator } from '../../../../src/core/payloads/generation/generate.ts';
import { createDice } from '../../../../src/io/dice.ts';
import { volume } from '../../../harness/volume.ts';
import { check } from './checking.ts';

const seeds = fc.nat(2_147_483_647);

test.each(EVENTS)('$name: of every payload one thing is said, and it is what the name is for', (event) => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { size, at } = createInvalidGenerator(event, { seed, createDice });
      for (let index = 0; index < size; index += 1) {
        const { name, body, violation } = at(index);
        const told = check(body).map(({ code, path }) => ({ name, code, path }));
        expect(told).toEqual([{ name, ...violation }]);
      }
    }),
    { numRuns: volume(3, 25) },
  );
});

test.each(EVENTS)('$name: every finding that there can be has a payload', (event) => {
  const { size, at } = createInvalidGenerator(event, { seed: 1, createDice });
  const codes = new Set(Array.from({ length: size }, (_, index) => at(index).violation?.code));
  const has = (test: (field: (typeof event.fields)[number]) => boolean) => event.fields.some(test);
  const impossible = [
    // Nothing is wrong with these: the event is what it is, and an example may be sent.
    'deprecated_event',
    'example_data',
    ...(has(({ name }) => name === 'playbook_key') ? [] : ['environment_mismatch']),
    ...(event.name.startsWith('user.') ? [] : ['business_id_unexpected']),
    ...(has(({ only }) => only === '2025-05') ? [] : ['wrong_shape']),
    ...(has(({ unexpected }) => unexpected !== undefined) ? [] : ['unexpected_value']),
    ...(has(({ values }) => values !== undefined) ? [] : ['unknown_value']),
  ];
  const possible = PAYLOAD_FINDING_CODES.filter((code) => !impossible.includes(code));
  expect([...codes].toSorted()).toEqual([...possible, 'empty', 'not_json', 'not_utf8'].toSorted());
});

test.each(EVENTS)('$name: each required field is missing once, and each has each wrong type', (event) => {
  const { size, at } = createInvalidGenerator(event, { seed: 1, createDice });
  const names = Array.from({ length: size }, (_, index) => at(index).name.replace(/ \(shape [AB]\)$/, ''));
  for (const { name, type, nullable, optional } of event.fields) {
    if (!optional) expect(names).toContain(`missing ${name}`);
    if (name !== 'event_kind' && !nullable) expect(names).toContain(`${name} is null`);
    if (name !== 'event_kind') expect(names).toContain(`${name} is a number`);
    if (type === 'boolean') expect(names).toContain(`${name} is text`);
  }
});

test('names are unique; beyond the last violation the first is in another payload', () => {
  for (const event of EVENTS) {
    const { size, at } = createInvalidGenerator(event, { seed: 8, createDice });
    const names = Array.from({ length: size }, (_, index) => at(index).name);
    expect(new Set(names).size).toBe(size);
    const second = names.findIndex((name) => name.startsWith('missing fp_id')) + 1;
    expect(at(size + second).name).toBe(at(second).name);
    expect(Buffer.from(at(size + second).body)).not.toEqual(Buffer.from(at(second).body));
  }
});

test('the same seed gives the same bytes, and what the event is called is read from them', () => {
  for (const event of EVENTS) {
    const [one, other] = [1, 1].map((seed) => createInvalidGenerator(event, { seed, createDice }));
    for (let index = 0; index < 50; index += 1) expect(one?.at(index)).toEqual(other?.at(index));
    const all = Array.from({ length: one?.size ?? 0 }, (_, index) => one?.at(index));
    const find = (name: string) => all.find((each) => each?.name === name)?.event;
    expect(find('an empty body')).toBeNull();
    expect(find('missing event_kind')).toBeNull();
    expect(find('event_kind in capitals')).toBe(event.kind.toUpperCase());
  }
});

test('nothing that is made is of the live mode', () => {
  for (const event of EVENTS) {
    const { size, at } = createInvalidGenerator(event, { seed: 4, createDice });
    for (let index = 0; index < size; index += 1)
      expect(Buffer.from(at(index).body).toString()).not.toContain('"is_live":true');
  }
});
