import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasWords, searchableWords, toWords } from '../../../src/core/history/words.ts';
import { CODE_POINT } from '../../harness/code-point.ts';

const delivery = (body: string, path = '/') => ({
  method: 'POST',
  path,
  headers: [['User-Agent', 'Svix-Webhooks/1.1']] as const,
  body: new TextEncoder().encode(body),
});

test.each<[string, string[]]>([
  ['fp_id_abc user-agent', ['fp_id_abc', 'user-agent']],
  ['Onboarding.Completed', ['onboarding', 'completed']],
  ['Crème Brûlée', ['creme', 'brulee']],
  ['日本 語', ['日本', '語']],
  ['"a" OR (b*)', ['a', 'or', 'b']],
  ['x'.repeat(80), ['x'.repeat(64)]],
  ['', []],
])('the words of %j are told apart', (text, words) => {
  expect(toWords(text)).toEqual(words);
});

test('what is written with escapes in JSON is found as it is meant', () => {
  const words = searchableWords('01A', delivery(String.raw`{"a":"one\ntwo \u00e9t\u00e9 C:\\new"}`));
  expect(['one', 'two', 'ete', 'new'].filter((word) => !words.has(word))).toEqual([]);
  expect(words.has('ntwo')).toBe(false);
});

test('a backslash in a body that is not JSON stands for itself', () => {
  expect(searchableWords('01A', delivery('one\\ntwo')).has('ntwo')).toBe(true);
});

test('any word of a delivery finds it, and so does the beginning of the last', () => {
  const anyBody = fc.string({ unit: CODE_POINT }).filter((body) => !body.includes('\\'));
  fc.assert(
    fc.property(anyBody, fc.nat(), fc.nat({ max: 9 }), (body, pick, length) => {
      const words = searchableWords('01A', delivery(body));
      const found = toWords(body);
      expect(hasWords(found, words)).toBe(true);
      const beginning = Array.from(found[pick % Math.max(found.length, 1)] ?? '').slice(0, length + 1);
      expect(hasWords([beginning.join('')], words)).toBe(true);
    }),
  );
});
