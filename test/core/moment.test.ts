import { expect, test } from 'vitest';
import { findDuration } from '../../src/core/duration.ts';
import { findMoment } from '../../src/core/events/timestamp.ts';

test.each([
  ['1614265330', 1_614_265_330],
  ['2021-02-25T15:02:10Z', 1_614_265_330],
  ['2021-02-25T16:02:10+01:00', 1_614_265_330],
  ['2021-02-25 15:02:10', 1_614_265_330],
  ['2021-02-25T15:02:10.999Z', 1_614_265_330],
  ['yesterday', undefined],
  ['', undefined],
  ['-5', undefined],
])('the moment %j is %j', (text, seconds) => {
  expect(findMoment(text)).toBe(seconds);
});

test.each([
  ['300', 300],
  ['90s', 90],
  ['5m', 300],
  ['5 min', 300],
  ['2h', 7_200],
  ['1d', 86_400],
  ['5x', undefined],
  ['', undefined],
  ['-1m', undefined],
])('the length %j is %j seconds', (text, seconds) => {
  expect(findDuration(text)).toBe(seconds);
});
