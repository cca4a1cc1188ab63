import { expect, test } from 'vitest';
import { findStatusRange, toSuccessRule } from '../../../src/core/sending/success-rule.ts';

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
