import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_TIME, toPlainTime } from '../../../../src/core/validation/clean/plain-time.ts';
import { createTimeline, type Timeline } from '../../../../src/core/validation/parts/timeline.ts';

const START_MS = Date.parse('2025-05-05T00:00:00Z');

interface Sent {
  readonly person: number;
  readonly quarter: number;
  readonly zone: string;
  readonly passes: boolean;
}

const sent: fc.Arbitrary<Sent> = fc.record({
  person: fc.nat(3),
  quarter: fc.nat(40),
  zone: fc.constantFrom('Z', 'Z', 'Z', '+02:00', ''),
  passes: fc.boolean(),
});

function toPayload({ person, quarter, zone }: Sent) {
  const ms = START_MS + quarter * 250 + (zone === '+02:00' ? 7_200_000 : 0);
  return { fp_id: `fp_id_${person}`, timestamp: new Date(ms).toISOString().replace(/\.000Z|Z/, '') + zone };
}

/** As of a clean event, whose time is in UTC. */
function passes({ pass }: Timeline, { fp_id: person, timestamp }: ReturnType<typeof toPayload>): boolean {
  const text = Buffer.from(timestamp);
  const time = toPlainTime(text, 0, text.length);
  return time !== NO_TIME && pass(person, time);
}

test('an event is older if one of the same person before it is of a later second, however each was taken in', () => {
  const seen = { older: 0, passed: 0 };
  fc.assert(
    fc.property(fc.array(sent, { maxLength: 30 }), (events) => {
      const timeline = createTimeline();
      const lastSecond = new Map<number, number>();
      for (const event of events) {
        const [payload, second] = [toPayload(event), Math.floor(event.quarter / 4)];
        const isOlder = second < (lastSecond.get(event.person) ?? 0);
        lastSecond.set(event.person, Math.max(second, lastSecond.get(event.person) ?? 0));
        const passed = event.passes && passes(timeline, payload);
        seen.passed += Number(passed);
        seen.older += Number(isOlder);
        // What is passed is never older; what is not has to be added, as validate does.
        if (passed) expect(isOlder).toBe(false);
        else expect(timeline.add(payload)).toBe(isOlder);
      }
    }),
    { numRuns: 500 },
  );
  expect(Math.min(seen.older, seen.passed)).toBeGreaterThan(100);
});

test('events of one second are passed in any order, and an older one of another person', () => {
  const { pass } = createTimeline();
  const times = [20250505184046, 20250505184046, 20250505184047, 20250505184046];
  expect(times.map((time) => pass('fp_id_1', time))).toEqual([true, true, true, false]);
  expect(pass('fp_id_2', 20250505184046)).toBe(true);
});

test.each([
  [{}],
  [{ fp_id: 7, timestamp: 7 }],
  [{ fp_id: 'a', timestamp: 'yesterday' }],
  [{ timestamp: '2025-05-05T18:40:46Z' }],
])('%j has no place in time, and is older than nothing', (payload) => {
  const { add } = createTimeline();
  expect([add(payload), add(payload)]).toEqual([false, false]);
});
