import { expect, test } from 'vitest';
import { type Arrival, createExpectations, findExpectation } from '../../../src/core/filter/expectations.ts';

test.each([
  ['vault.updated', { event: 'vault.updated', wanted: 1 }],
  ['vault.updated=2', { event: 'vault.updated', wanted: 2 }],
  [' user.*=10 ', { event: 'user.*', wanted: 10 }],
  ['vault.updated=0', undefined],
  ['vault.updated=-1', undefined],
  ['vault.updated=1.5', undefined],
  ['vault.updated=', undefined],
  ['=2', undefined],
  ['', undefined],
  ['a b', undefined],
])('%j is read as %j', (text, expected) => {
  expect(findExpectation(text)).toEqual(expected);
});

const COMPLETED = 'footprint.onboarding.completed';
const UPDATED = 'footprint.vault.updated';

function arrival(changes: Partial<Arrival> = {}): Arrival {
  return { event: COMPLETED, messageId: 'msg_1', verified: true, fits: true, ...changes };
}

function count(list: readonly string[], arrivals: readonly Arrival[]) {
  const expectations = createExpectations(list.flatMap((text) => findExpectation(text) ?? []));
  for (const each of arrivals) expectations.take(each);
  return expectations.tally();
}

test('nothing is met before anything has come', () => {
  expect(count(['onboarding.completed'], [])).toEqual({
    met: false,
    expectations: [{ event: 'onboarding.completed', wanted: 1, came: 0 }],
    instead: [],
  });
});

test('one message that fits meets an expectation, and more of them do no harm', () => {
  const tally = count(['onboarding.completed'], [arrival(), arrival({ messageId: 'msg_2' })]);
  expect(tally).toMatchObject({ met: true, expectations: [{ came: 2 }], instead: [] });
});

test('a message counts once, however often it is sent', () => {
  const tally = count(['onboarding.completed=2'], [arrival(), arrival(), arrival()]);
  expect(tally).toMatchObject({
    met: false,
    expectations: [{ came: 1 }],
    instead: [{ event: COMPLETED, reason: 'repeated', count: 2 }],
  });
});

test('messages without an id are told apart by nothing, and each counts', () => {
  const nameless = arrival({ messageId: null });
  expect(count(['onboarding.completed=2'], [nameless, nameless]).met).toBe(true);
});

test('an attempt that was not verified does not use up its message', () => {
  const tally = count(['onboarding.completed'], [arrival({ verified: false }), arrival()]);
  expect(tally).toMatchObject({ met: true, instead: [{ reason: 'not_verified', count: 1 }] });
});

test('one message counts for every expectation that its event fits', () => {
  const tally = count(
    ['*=2', 'onboarding.*', UPDATED],
    [arrival(), arrival({ event: UPDATED, messageId: 'msg_2' })],
  );
  expect(tally).toMatchObject({ met: true, expectations: [{ came: 2 }, { came: 1 }, { came: 1 }] });
});

test('what counts for nothing is told with its reason, in the order in which it first came', () => {
  const { met, instead } = count(
    ['onboarding.completed'],
    [
      arrival({ event: UPDATED }),
      arrival({ event: null, messageId: 'msg_3' }),
      arrival({ fits: false }),
      arrival({ verified: false }),
      arrival({ event: UPDATED, messageId: 'msg_2', fits: false }),
    ],
  );
  expect(met).toBe(false);
  expect(instead).toEqual([
    { event: UPDATED, reason: 'not_expected', count: 2 },
    { event: null, reason: 'not_expected', count: 1 },
    { event: COMPLETED, reason: 'condition', count: 1 },
    { event: COMPLETED, reason: 'not_verified', count: 1 },
  ]);
});

test('an event called null is another one than none', () => {
  const { instead } = count(['vault.updated'], [arrival({ event: 'null' }), arrival({ event: null })]);
  expect(instead).toHaveLength(2);
});

test('no more than fifty different things are told that came instead, and those are counted on', () => {
  const flood = Array.from({ length: 200 }, (_, index) => arrival({ event: `x${index % 100}` }));
  const { instead } = count(['vault.updated'], flood);
  expect(instead).toHaveLength(50);
  expect(instead.every((each) => each.count === 2)).toBe(true);
});
