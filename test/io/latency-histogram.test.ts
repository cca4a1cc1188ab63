import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLatencyHistogram } from '../../src/io/latency-histogram.ts';

test('nothing recorded is nothing read', () => {
  expect(createLatencyHistogram().read()).toBeUndefined();
});

test('the ends are exact to the microsecond, and percentiles to three digits', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.001, max: 3_600_000, noNaN: true }), { minLength: 1 }),
      (milliseconds) => {
        const histogram = createLatencyHistogram();
        for (const each of milliseconds) histogram.record(each);
        const sorted = milliseconds.map((each) => Math.round(each * 1_000) / 1_000).sort((a, b) => a - b);
        const read = histogram.read();
        expect(read).toMatchObject({ min: sorted[0], max: sorted.at(-1) });
        for (const [name, at] of [
          ['p50', 0.5],
          ['p90', 0.9],
          ['p99', 0.99],
        ] as const) {
          // Of few values, a percentile is one of two neighbours.
          const [below, above] = [Math.floor, Math.ceil].map(
            (round) => sorted[Math.max(0, round(sorted.length * at) - 1)] ?? Number.NaN,
          );
          const value = read?.[name] ?? Number.NaN;
          expect(value).toBeGreaterThanOrEqual((below ?? Number.NaN) * 0.999 - 0.001);
          expect(value).toBeLessThanOrEqual((above ?? Number.NaN) * 1.001 + 0.001);
        }
      },
    ),
  );
});

test('what is too short or too long counts as the shortest and the longest', () => {
  const histogram = createLatencyHistogram();
  for (const each of [0, -1, 1e9]) histogram.record(each);
  expect(histogram.read()).toMatchObject({ min: 0.001, max: 3_600_000 });
});
