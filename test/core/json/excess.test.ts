import { expect, test } from 'vitest';
import { isExcessive } from '../../../src/core/json/excess.ts';

const COUNT = 200_001;
const pad = (text: string) => text.padEnd(1_048_577);

test.each([
  ['arrays in arrays', '['.repeat(COUNT), true],
  ['objects in objects', '{"a":'.repeat(COUNT), true],
  ['elements', `[${'1,'.repeat(COUNT)}1]`, true],
  ['keys', `{${'"a":1,'.repeat(COUNT)}"b":1}`, true],
  ['just as many values as are read', `[${'1,'.repeat(COUNT - 2)}1]`, false],
  ['a string of commas and brackets', `"${',[{'.repeat(COUNT)}"`, false],
  ['a string with escaped quotes', `"${'\\",'.repeat(COUNT)}"`, false],
  ['a string that ends with a backslash', `"\\\\"${','.repeat(COUNT)}`, true],
])('S2: %s are told from their bytes', (_, text, expected) => {
  expect(isExcessive(Buffer.from(pad(text)))).toBe(expected);
});

test('S2: what is not longer than 1 MiB is never too much', () => {
  expect(isExcessive(Buffer.from('['.repeat(1_048_576)))).toBe(false);
});
