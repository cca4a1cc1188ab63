import { expect, test } from 'vitest';
import { findPace } from '../../src/commands/replay/bulk-flags.ts';
import { toProgressText } from '../../src/commands/replay/bulk-summary.ts';
import { checkDelivery } from '../../src/commands/replay/check-delivery.ts';
import { type DeliveryOptions, toManner } from '../../src/commands/replay/delivery-flags.ts';
import type { BulkStanding } from '../../src/io/bulk-sender.ts';

test('without one of its flags nothing is sent in bulk', () => {
  expect(findPace({})).toBeUndefined();
  const others: DeliveryOptions = { retry: 'svix', retries: 2, report: 'x' };
  expect(findPace(others)).toBeUndefined();
});

test.each([
  [{ count: 5 }, { kind: 'closed', connections: 10, pipelining: 1 }],
  [{ duration: 5 }, { kind: 'closed', connections: 10, pipelining: 1 }],
  [{ concurrency: 3 }, { kind: 'closed', connections: 3, pipelining: 1 }],
  [{ pipelining: 4 }, { kind: 'closed', connections: 10, pipelining: 4 }],
  [{ rate: 200 }, { kind: 'open', perSecond: 200, maxInFlight: 1_000 }],
  [
    { rate: 200, count: 3, concurrency: 7 },
    { kind: 'open', perSecond: 200, maxInFlight: 7 },
  ],
])('%j sends as %j', (options, pace) => {
  expect(findPace(options)).toEqual(pace);
});

test('retries are those of Svix unless fewer are asked for', () => {
  expect(toManner({}).plan).toBeUndefined();
  expect(toManner({ retry: 'svix' }).plan).toEqual({ retries: 7, timeScale: 1 });
  expect(toManner({ retry: 'svix', retries: 2, timeScale: 1_000 }).plan).toEqual({
    retries: 2,
    timeScale: 1_000,
  });
});

const HERE = { cwd: '.', originOf: (name: string) => ({ source: 'default', name }) as const };

test('flags that work together are let through', () => {
  expect(() =>
    checkDelivery({ retry: 'svix', retries: 1, timeScale: 2, rate: 5, concurrency: 2 }, [], HERE),
  ).not.toThrow();
  expect(() =>
    checkDelivery({ pipelining: 2, concurrency: 2, duration: 5, count: 3 }, [], HERE),
  ).not.toThrow();
});

const STANDING: BulkStanding = {
  started: 1_000,
  attempts: 990,
  byStatus: new Map([
    [204, 900],
    [500, 80],
  ]),
  errors: new Map([['timeout', 10]]),
  ok: 900,
  failed: 90,
  resent: 0,
  notStarted: 0,
  waiting: 0,
  elapsedMs: 5_000,
};

test('progress tells how much, how fast, what failed and how much longer', () => {
  expect(toProgressText(STANDING, { count: 4_000, durationMs: Number.POSITIVE_INFINITY })).toBe(
    'Sent 1000 of 4000 · 198/s · 90 failed · 15 s left',
  );
});

test('by time it counts down the time, and without either end it does not guess', () => {
  const more = { ...STANDING, waiting: 3, notStarted: 7 };
  expect(toProgressText(more, { count: Number.POSITIVE_INFINITY, durationMs: 30_000 })).toBe(
    'Sent 1000 · 198/s · 90 failed · 3 to be sent again · 7 not started · 25 s left',
  );
  const none = {
    ...STANDING,
    started: 0,
    attempts: 0,
    ok: 0,
    byStatus: new Map(),
    errors: new Map(),
    elapsedMs: 0,
  };
  expect(toProgressText(none, { count: 5, durationMs: Number.POSITIVE_INFINITY })).toBe(
    'Sent 0 of 5 · 0/s · 0 failed',
  );
});
