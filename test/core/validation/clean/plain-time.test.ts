import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTimestamp } from '../../../../src/core/events/timestamp.ts';
import { NO_TIME, toPlainTime } from '../../../../src/core/validation/clean/plain-time.ts';

function read(text: string): number {
  const bytes = Buffer.from(text);
  return toPlainTime(bytes, 0, bytes.length);
}

test.each([
  ['2025-05-05T10:00:00Z', 20250505100000],
  ['2025-05-05T10:00:00.123456789Z', 20250505100000],
  ['2024-02-29T23:59:59.5Z', 20240229235959],
  ['2025-02-29T00:00:00Z', NO_TIME],
  ['1900-02-29T00:00:00Z', NO_TIME],
  ['2000-02-29T00:00:00Z', 20000229000000],
  ['2025-05-05T24:00:00Z', NO_TIME],
  ['2025-05-05T10:00:60Z', NO_TIME],
  ['2025-13-05T10:00:00Z', NO_TIME],
  ['2025-00-05T10:00:00Z', NO_TIME],
  ['2025-05-00T10:00:00Z', NO_TIME],
  ['2025-05-05T10:00:00.Z', NO_TIME],
  ['2025-05-05T10:00:00.1234567890Z', NO_TIME],
  ['2025-05-05T10:00:00', NO_TIME],
  ['2025-05-05T10:00:00+00:00', NO_TIME],
  ['2025-05-05 10:00:00Z', NO_TIME],
  ['2025-05-05t10:00:00z', NO_TIME],
  ['2o25-05-05T10:00:00Z', NO_TIME],
  ['', NO_TIME],
])('%s is %d', (text, time) => {
  expect(read(text)).toBe(time);
});

const digit = fc.constantFrom(...'0123456789x:-');
const nearlyTimes = fc
  .tuple(fc.constantFrom('2025-05-05T10:00:00Z', '2024-02-29T23:59:59.123456789Z'), fc.nat(29), digit)
  .map(([text, at, other]) => text.slice(0, at) + other + text.slice(at + 1));

test('what is a plain time is the same time for the full check', () => {
  fc.assert(
    fc.property(nearlyTimes, (text) => {
      const time = read(text);
      if (time === NO_TIME) return;
      const full = parseTimestamp(text);
      expect(full?.zoneMissing).toBe(false);
      const iso = new Date(full?.epochMs ?? 0).toISOString();
      expect(String(time).padStart(14, '0')).toBe(iso.slice(0, 19).replace(/\D/g, ''));
    }),
  );
});
