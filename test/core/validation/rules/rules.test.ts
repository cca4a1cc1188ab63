import { expect, test } from 'vitest';
import { EVENTS } from '../../../../src/core/events/catalogue.ts';
import { inspectPayload } from '../../../../src/core/events/inspect.ts';
import { findJson } from '../../../../src/core/json/scan.ts';
import { createInvalidGenerator } from '../../../../src/core/payloads/generation/generate.ts';
import { RULES, toLevels } from '../../../../src/core/validation/rules/rules.ts';
import { createDice } from '../../../../src/io/dice.ts';

test.each(EVENTS)('$name: what listen says weighs as much as the rule usually does', (event) => {
  const { size, at } = createInvalidGenerator(event, { seed: 3, createDice });
  for (let index = 0; index < size; index += 1) {
    const json = findJson(Buffer.from(at(index).body).toString());
    const { findings } = json === undefined ? { findings: [] } : inspectPayload(json.value);
    for (const { code, severity } of findings) expect([code, severity]).toEqual([code, RULES[code].level]);
  }
});

test('levels are the usual ones but for those that are changed', () => {
  const levels = toLevels(new Map([['unknown_field', 'error']]));
  expect(levels).toEqual({
    ...Object.fromEntries(Object.entries(RULES).map(([code, { level }]) => [code, level])),
    unknown_field: 'error',
  });
});
