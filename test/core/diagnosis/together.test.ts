import { expect, it } from 'vitest';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import { diagnoseTogether, type Observation, withObservation } from '../../../src/core/diagnosis/together.ts';
import { judge } from '../../../src/core/signature/judge.ts';
import { key, NOW, otherKey, signed } from '../signature/cases.ts';

function observe(index: number, ageSeconds: number, signer = key, id = `msg_${index}`): Observation {
  const nowSeconds = NOW + index * 20;
  const delivery = signed([signer], { id, timestampSeconds: nowSeconds - ageSeconds });
  const verdict = judge(delivery, [key], nowSeconds);
  const request = {
    delivery,
    verdict,
    keys: [key],
    otherKeys: [otherKey],
    nowSeconds,
    toleranceSeconds: 300,
  };
  return { messageId: id, ageSeconds, nowSeconds, diagnosis: diagnose(request) };
}

it.each([
  [[3600, 3601, 3602], 3600, '1 h ahead of'],
  [[-3600, -3602, -3601], -3602, '1 h behind'],
])('finds a clock that is wrong by the same time over new deliveries: %j', (ages, offsetSeconds, words) => {
  const { clockSkew } = diagnoseTogether(ages.map((age, index) => observe(index, age)));
  expect(clockSkew?.offsetSeconds).toBe(offsetSeconds);
  expect(clockSkew?.suspicion.evidence).toContain(words.split(' ').slice(-2).join(' '));
});

it('does not blame the clock for old requests sent again, for one id, or for two deliveries', () => {
  expect(
    diagnoseTogether([400, 2000, 9000].map((age, index) => observe(index, age))).clockSkew,
  ).toBeUndefined();
  expect(
    diagnoseTogether([0, 1, 2].map((index) => observe(index, 3600, key, 'msg_1'))).clockSkew,
  ).toBeUndefined();
  expect(diagnoseTogether([0, 1].map((index) => observe(index, 3600))).clockSkew).toBeUndefined();
});

it('says once what is wrong with every delivery', () => {
  const wrong = [0, 1, 2].map((index) => observe(index, 0, otherKey));
  expect(diagnoseTogether(wrong).shared.map(({ code, keyName }) => [code, keyName])).toEqual([
    ['other_secret', 'sandbox'],
  ]);
  expect(diagnoseTogether(wrong.slice(0, 1)).shared).toEqual([]);
  expect(diagnoseTogether([...wrong, observe(3, 400)]).shared).toEqual([]);
});

it('keeps the last 50', () => {
  const one = observe(0, 400);
  let kept: readonly Observation[] = [];
  for (let index = 0; index < 60; index += 1) kept = withObservation(kept, one);
  expect(kept).toHaveLength(50);
});
