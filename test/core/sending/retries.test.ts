import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  findRetryAfterSeconds,
  findRetryDelayMs,
  findStatusRange,
  MOST_RETRIES,
  toSuccessRule,
} from '../../../src/core/sending/retries.ts';

const MIDDLE = 0.5;
const PLAN = { retries: MOST_RETRIES, timeScale: 1 };

test('the delays are those that Svix documents, and after the eighth attempt there is none', () => {
  const delays = Array.from({ length: 9 }, (_, index) =>
    findRetryDelayMs({ attempt: index + 1, random: MIDDLE }, PLAN),
  );
  const [s, min, h] = [1_000, 60_000, 3_600_000];
  expect(delays).toEqual([5 * s, 5 * min, 30 * min, 2 * h, 5 * h, 10 * h, 10 * h, undefined, undefined]);
});

test('a delay varies by a fifth either way', () => {
  expect(findRetryDelayMs({ attempt: 1, random: 0 }, PLAN)).toBe(4_000);
  expect(findRetryDelayMs({ attempt: 1, random: 0.999999 }, PLAN)).toBe(6_000);
});

test.each([
  [undefined, 5_000],
  [0, 5_000],
  [7, 7_000],
  [10, 10_000],
  [3_600, 10_000],
])('Retry-After %j makes of 5 s a delay of %i ms: between once and twice the plan', (seconds, expected) => {
  expect(findRetryDelayMs({ attempt: 1, random: MIDDLE, retryAfterSeconds: seconds }, PLAN)).toBe(expected);
});

test('a time scale divides every delay, and fewer retries end it sooner', () => {
  const plan = { retries: 2, timeScale: 1_000 };
  expect(findRetryDelayMs({ attempt: 2, random: MIDDLE }, plan)).toBe(300);
  expect(findRetryDelayMs({ attempt: 2, random: MIDDLE, retryAfterSeconds: 400 }, plan)).toBe(400);
  expect(findRetryDelayMs({ attempt: 3, random: MIDDLE }, plan)).toBeUndefined();
});

const NOW = Date.UTC(2026, 10, 22, 9, 0, 0);

test.each([
  ['120', 120],
  [' 0 ', 0],
  ['Sun, 22 Nov 2026 09:00:30 GMT', 30],
  ['Sun, 22 Nov 2026 08:00:00 GMT', 0],
  ['Sunday, 22-Nov-26 09:00:30 GMT', 30],
  ['Wednesday, 22-Nov-79 09:00:30 GMT', 0],
  ['Sun Nov 22 09:00:30 2026', 30],
  ['Tue Dec  1 09:00:00 2026', 777_600],
  ['Sun, 22 Nov 2026 09:00:60 GMT', 59],
  ['sun, 22 nov 2026 09:00:30 gmt', 30],
  ['Sun, 22 Nov 2026 09:00:30', undefined],
  ['Sunday, 22-Nov-2026 09:00:30 GMT', undefined],
  ['Sun Nov 22 09:00:30 2026 GMT', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['2026-11-22', undefined],
  ['Xxx, 99 Yyy 2026 09:00:30 GMT', undefined],
  ['', undefined],
  [undefined, undefined],
])('R17: Retry-After %j asks for %j seconds', (value, expected) => {
  expect(findRetryAfterSeconds(value, NOW)).toBe(expected);
});

test('whatever the app answers, a delay is a whole number between four fifths of the plan and twice the plan', () => {
  fc.assert(
    fc.property(fc.string(), fc.double({ min: 0, max: 0.999, noNaN: true }), (value, random) => {
      const retryAfterSeconds = findRetryAfterSeconds(value, NOW);
      const delayMs = findRetryDelayMs({ attempt: 1, random, retryAfterSeconds }, PLAN) ?? Number.NaN;
      expect(Number.isInteger(delayMs)).toBe(true);
      expect(delayMs).toBeGreaterThanOrEqual(4_000);
      expect(delayMs).toBeLessThanOrEqual(10_000);
    }),
  );
});

const ruleOf = (...texts: readonly string[]) =>
  toSuccessRule(texts.flatMap((text) => findStatusRange(text) ?? []));
const STATUSES = [null, 199, 200, 204, 299, 300, 399, 400, 404, 499, 500, 599];

test.each([
  [[], '2xx', [200, 204, 299]],
  [['2xx'], '2xx', [200, 204, 299]],
  [['400'], '400', [400]],
  [['4XX'], '4xx', [400, 404, 499]],
  [['404', '5xx', '404'], '404 or 5xx', [404, 500, 599]],
  [['3xx'], '3xx', [300, 399]],
])('%j is met by %s alone, and never by no answer', (texts, text, met) => {
  const rule = ruleOf(...texts);
  expect([rule.text, STATUSES.filter(rule.isMet)]).toEqual([text, met]);
  expect(rule.isUsual).toBe(texts.length === 0);
});

test.each(['', '2', '2x', '6xx', '100', '1xx', '600', '20x', 'x00', '4000', '-400', ' 400', 'none'])(
  '"%s" is no status that an app can end with',
  (text) => {
    expect(findStatusRange(text)).toBeUndefined();
  },
);
