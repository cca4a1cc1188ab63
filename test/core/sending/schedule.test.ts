import { expect, test } from 'vitest';
import { createSchedule, type Schedule } from '../../../src/core/sending/schedule.ts';

const FOREVER = Number.POSITIVE_INFINITY;

function takeAll(
  schedule: Schedule,
  nowMs: number,
): (readonly [index: number, attempt: number, dueMs: number])[] {
  const turn = schedule.take(nowMs);
  return turn === undefined ? [] : [[turn.index, turn.attempt, turn.dueMs], ...takeAll(schedule, nowMs)];
}

test('in the closed loop a message is due whenever there is room, until all are sent', () => {
  const schedule = createSchedule({ beginMs: 0, endMs: FOREVER, count: 3 });
  expect(takeAll(schedule, 7)).toEqual([
    [0, 1, 7],
    [1, 1, 7],
    [2, 1, 7],
  ]);
  expect([schedule.isOver(7), schedule.nextMs(7), schedule.started()]).toEqual([true, FOREVER, 3]);
});

test('in the open loop messages are due on schedule, also those that nobody looked for in time', () => {
  const schedule = createSchedule({ beginMs: 100, endMs: FOREVER, count: 5, perSecond: 100 });
  expect(takeAll(schedule, 100)).toEqual([[0, 1, 100]]);
  expect(schedule.nextMs(100)).toBe(110);
  expect(takeAll(schedule, 109)).toEqual([]);
  expect(takeAll(schedule, 125)).toEqual([
    [1, 1, 110],
    [2, 1, 120],
  ]);
  expect([schedule.isOver(125), schedule.nextMs(125)]).toEqual([false, 130]);
});

test('what was due before the end is found also by a look that comes after it, and nothing else is', () => {
  const schedule = createSchedule({ beginMs: 0, endMs: 500, count: FOREVER, perSecond: 100 });
  expect(takeAll(schedule, 475)).toHaveLength(48);
  schedule.again({ index: 0, attempt: 2, dueMs: 480 });
  expect(takeAll(schedule, 501)).toEqual([
    [48, 1, 480],
    [49, 1, 490],
  ]);
  schedule.passOver(501);
  expect([schedule.passedOver(), schedule.isOver(501), schedule.waiting()]).toEqual([0, true, 1]);
});

test('what finds no room on schedule is passed over and counted, and never comes back', () => {
  const schedule = createSchedule({ beginMs: 0, endMs: FOREVER, count: 4, perSecond: 1_000 });
  schedule.passOver(1);
  expect(schedule.passedOver()).toBe(2);
  expect(takeAll(schedule, 10)).toEqual([
    [2, 1, 2],
    [3, 1, 3],
  ]);
  expect([schedule.started(), schedule.passedOver(), schedule.isOver(10)]).toEqual([2, 2, true]);
});

test('without a schedule nothing is passed over', () => {
  const schedule = createSchedule({ beginMs: 0, endMs: FOREVER, count: 4 });
  schedule.passOver(1_000);
  expect(schedule.passedOver()).toBe(0);
});

test('other attempts come before new messages, the earliest first, and hold the run open', () => {
  const schedule = createSchedule({ beginMs: 0, endMs: FOREVER, count: 1 });
  takeAll(schedule, 0);
  schedule.again({ index: 0, attempt: 3, dueMs: 90 });
  schedule.again({ index: 7, attempt: 2, dueMs: 50 });
  expect([schedule.isOver(10), schedule.nextMs(10), schedule.waiting()]).toEqual([false, 50, 2]);
  expect(takeAll(schedule, 49)).toEqual([]);
  expect(takeAll(schedule, 90)).toEqual([
    [7, 2, 50],
    [0, 3, 90],
  ]);
  expect(schedule.isOver(90)).toBe(true);
});

test('after the time nothing is due, and what waited is given up then', () => {
  const schedule = createSchedule({ beginMs: 0, endMs: 100, count: FOREVER, perSecond: 10 });
  expect(takeAll(schedule, 99)).toEqual([[0, 1, 0]]);
  expect([schedule.nextMs(99), schedule.isOver(99)]).toEqual([FOREVER, true]);
  const retrying = createSchedule({ beginMs: 0, endMs: 100, count: 1 });
  takeAll(retrying, 0);
  retrying.again({ index: 0, attempt: 2, dueMs: 500 });
  expect([retrying.nextMs(0), retrying.isOver(99), retrying.isOver(100)]).toEqual([100, false, true]);
  expect(takeAll(retrying, 500)).toEqual([]);
});

test('when it is stopped nothing is due any more', () => {
  const schedule = createSchedule({ beginMs: 0, endMs: FOREVER, count: 5, perSecond: 1 });
  schedule.stop();
  schedule.passOver(9_000);
  expect([takeAll(schedule, 9_000), schedule.isOver(0), schedule.passedOver()]).toEqual([[], true, 0]);
});

test('new messages are held back while ten thousand wait for another attempt', () => {
  const schedule = createSchedule({ beginMs: 0, endMs: FOREVER, count: FOREVER });
  for (let index = 0; index < 10_000; index += 1) schedule.again({ index, attempt: 2, dueMs: 5 });
  expect(schedule.take(0)).toBeUndefined();
  expect(schedule.take(5)).toMatchObject({ attempt: 2 });
  expect(schedule.take(0)).toMatchObject({ attempt: 1 });
});
