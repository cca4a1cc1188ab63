import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toCount, toShort, toShortName, toVisible } from '../../src/report/text.ts';
import { CODE_POINT } from '../harness/code-point.ts';

test.each([
  ['plain äöü 😀', 'plain äöü 😀'],
  ['\u001b[31mred', '␛[31mred'],
  ['a\r\n\tb\0', 'a␍␊␉b␀'],
  ['\u007f', '␡'],
  ['\u009b31m\u0085', '�31m�'],
  ['\u202eabc\u2066\u200b\ufeff', '�abc���'],
])('%j is shown as %j', (text, visible) => {
  expect(toVisible(text)).toBe(visible);
});

test('what is shown has no control, format or bidirectional characters, and is as long as before', () => {
  fc.assert(
    fc.property(fc.string({ unit: CODE_POINT }), (text) => {
      const visible = toVisible(text);
      expect(visible).not.toMatch(/[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u);
      expect(visible.length).toBe(text.length);
      expect(toVisible(visible)).toBe(visible);
    }),
  );
});

test('a short text is left as it is, and a long one is cut between characters, with an ellipsis', () => {
  expect(toShort('abc', 3)).toBe('abc');
  expect(toShort('abcd', 3)).toBe('ab…');
  expect(toShort('😀😀😀😀', 3)).toBe('😀😀…');
  fc.assert(
    fc.property(fc.string({ unit: CODE_POINT }), fc.integer({ min: 1, max: 20 }), (text, length) => {
      const short = toShort(text, length);
      expect([...short].length).toBeLessThanOrEqual(length);
      expect(short === text || short.endsWith('…')).toBe(true);
      expect(text.startsWith(short === text ? text : short.slice(0, -1))).toBe(true);
    }),
  );
});

test('counts and names are as a person says them', () => {
  expect([toCount(0, 'file'), toCount(1, 'file'), toCount(2, 'delivery', 'deliveries')]).toEqual([
    '0 files',
    '1 file',
    '2 deliveries',
  ]);
  expect([toShortName('footprint.vault.updated'), toShortName('other')]).toEqual(['vault.updated', 'other']);
});
