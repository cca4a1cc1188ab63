import { expect, test } from 'vitest';
import { type Agenda, createAgenda } from '../../../src/core/sending/agenda.ts';

const FOREVER = Number.POSITIVE_INFINITY;

function takeAll(
  agenda: Agenda,
  nowMs: number,
): (readonly [index: number, attempt: number, dueMs: number])[] {
  const turn = agenda.take(nowMs);
  return turn === undefined ? [] : [[turn.index, turn.attempt, turn.dueMs], ...takeAll(agenda, nowMs)];
}

test('in the closed loop a message is due whenever there is room, until all are sent', () => {
  const agenda = createAgenda({ beginMs: 0, endMs: FOREVER, count: 3 });
  expect(takeAll(agenda, 7)).toEqual([
    [0, 1, 7],
    [1, 1, 7],
    [2, 1, 7],
  ]);
  expect([agenda.isOver(7), agenda.nextMs(7), agenda.started()]).toEqual([true, FOREVER, 3]);
});

test('in the open loop messages are due on schedule, also those that nobody looked for in time', () => {
  const agenda = createAgenda({ beginMs: 100, endMs: FOREVER, count: 5, perSecond: 100 });
  expect(takeAll(agenda, 100)).toEqual([[0, 1, 100]]);
  expect(agenda.nextMs(100)).toBe(110);
  expect(takeAll(agenda, 109)).toEqual([]);
  expect(takeAll(agenda, 125)).toEqual([
    [1, 1, 110],
    [2, 1, 120],
  ]);
  expect([agenda.isOver(125), agenda.nextMs(125)]).toEqual([false, 130]);
});

test('what was due before the end is found also by a look that comes after it, and nothing else is', () => {
  const agenda = createAgenda({ beginMs: 0, endMs: 500, count: FOREVER, perSecond: 100 });
  expect(takeAll(agenda, 475)).toHaveLength(48);
  agenda.again({ index: 0, attempt: 2, dueMs: 480 });
  expect(takeAll(agenda, 501)).toEqual([
    [48, 1, 480],
    [49, 1, 490],
  ]);
  agenda.passOver(501);
  expect([agenda.passedOver(), agenda.isOver(501), agenda.waiting()]).toEqual([0, true, 1]);
});

test('what finds no room on schedule is passed over and counted, and never comes back', () => {
  const agenda = createAgenda({ beginMs: 0, endMs: FOREVER, count: 4, perSecond: 1_000 });
  agenda.passOver(1);
  expect(agenda.passedOver()).toBe(2);
  expect(takeAll(agenda, 10)).toEqual([
    [2, 1, 2],
    [3, 1, 3],
  ]);
  expect([agenda.started(), agenda.passedOver(), agenda.isOver(10)]).toEqual([2, 2, true]);
});

test('without a schedule nothing is passed over', () => {
  const agenda = createAgenda({ beginMs: 0, endMs: FOREVER, count: 4 });
  agenda.passOver(1_000);
  expect(agenda.passedOver()).toBe(0);
});

test('other attempts come before new messages, the earliest first, and hold the run open', () => {
  const agenda = createAgenda({ beginMs: 0, endMs: FOREVER, count: 1 });
  takeAll(agenda, 0);
  agenda.again({ index: 0, attempt: 3, dueMs: 90 });
  agenda.again({ index: 7, attempt: 2, dueMs: 50 });
  expect([agenda.isOver(10), agenda.nextMs(10), agenda.waiting()]).toEqual([false, 50, 2]);
  expect(takeAll(agenda, 49)).toEqual([]);
  expect(takeAll(agenda, 90)).toEqual([
    [7, 2, 50],
    [0, 3, 90],
  ]);
  expect(agenda.isOver(90)).toBe(true);
});

test('after the time nothing is due, and what waited is given up then', () => {
  const agenda = createAgenda({ beginMs: 0, endMs: 100, count: FOREVER, perSecond: 10 });
  expect(takeAll(agenda, 99)).toEqual([[0, 1, 0]]);
  expect([agenda.nextMs(99), agenda.isOver(99)]).toEqual([FOREVER, true]);
  const retrying = createAgenda({ beginMs: 0, endMs: 100, count: 1 });
  takeAll(retrying, 0);
  retrying.again({ index: 0, attempt: 2, dueMs: 500 });
  expect([retrying.nextMs(0), retrying.isOver(99), retrying.isOver(100)]).toEqual([100, false, true]);
  expect(takeAll(retrying, 500)).toEqual([]);
});

test('when it is stopped nothing is due any more', () => {
  const agenda = createAgenda({ beginMs: 0, endMs: FOREVER, count: 5, perSecond: 1 });
  agenda.stop();
  agenda.passOver(9_000);
  expect([takeAll(agenda, 9_000), agenda.isOver(0), agenda.passedOver()]).toEqual([[], true, 0]);
});

test('new messages are held back while ten thousand wait for another attempt', () => {
  const agenda = createAgenda({ beginMs: 0, endMs: FOREVER, count: FOREVER });
  for (let index = 0; index < 10_000; index += 1) agenda.again({ index, attempt: 2, dueMs: 5 });
  expect(agenda.take(0)).toBeUndefined();
  expect(agenda.take(5)).toMatchObject({ attempt: 2 });
  expect(agenda.take(0)).toMatchObject({ attempt: 1 });
});
