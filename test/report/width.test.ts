import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toEnd, toStart, widthOfText } from '../../src/report/width.ts';

test.each([
  ['abc', 3],
  ['漢字', 4],
  ['\u1112\u1161\u11ab\u1100\u1173\u11af', 4],
  ['e\u0301', 1],
  ['✓ ·', 3],
  ['☀\ufe0f', 2],
  ['🎉', 2],
  ['👩‍💻', 2],
  ['👍🏽', 2],
  ['🏳️‍🌈', 2],
  ['1\ufe0f\u20e3', 2],
  ['🇩🇪', 2],
  ['نامه‌ای', 6],
  ['क्‍ष', 2],
  ['', 0],
])('%j is as wide as a terminal shows it', (text, width) => {
  expect(widthOfText(text)).toBe(width);
});

test.each([
  ['abcdef', 3, 'abc', 'def'],
  ['漢字漢', 3, '漢', '漢'],
  ['a漢b', 3, 'a漢', '漢b'],
  ['abc', 0, '', ''],
  ['abc', -1, '', ''],
  ['abc', Number.POSITIVE_INFINITY, 'abc', 'abc'],
])('of %j, %d columns are at its start and at its end', (text, columns, start, end) => {
  expect([toStart(text, columns), toEnd(text, columns)]).toEqual([start, end]);
});

test('a start and an end are parts of the text, fit, and could not be longer', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, columns) => {
      const [start, end] = [toStart(text, columns), toEnd(text, columns)];
      expect(text.startsWith(start) && text.endsWith(end)).toBe(true);
      expect(widthOfText(start)).toBeLessThanOrEqual(columns);
      expect(widthOfText(end)).toBeLessThanOrEqual(columns);
      if (start !== text) expect(widthOfText(start)).toBeGreaterThanOrEqual(columns - 1);
      if (end !== text) expect(widthOfText(end)).toBeGreaterThanOrEqual(columns - 1);
    }),
  );
});
