import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTimestamp } from '../../../src/core/events/timestamp.ts';

const noon = Date.UTC(2025, 4, 5, 12);

describe('a timestamp', () => {
  test.each([
    ['2025-05-05T12:00:00Z', noon, 0, false],
    ['2025-05-05t12:00:00z', noon, 0, false],
    ['2025-05-05T12:00:00.5Z', noon + 500, 500_000_000, false],
    ['2025-05-05T12:00:00.240470542Z', noon + 240, 240_470_542, false],
    ['2025-05-05T12:00:00.004738311', noon + 4, 4_738_311, true],
    ['2025-05-05T14:30:00+02:30', noon, 0, false],
    ['2025-05-05T08:00:00-04:00', noon, 0, false],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29), 0, false],
    ['1969-12-31T23:59:59.999999999Z', -1, 999_999_999, false],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0), 0, false],
    ['2015-06-30T23:59:60.5Z', Date.UTC(2015, 6) + 500, 500_000_000, false],
    ['1990-12-31T15:59:60-08:00', Date.UTC(1991, 0), 0, false],
  ])('%s is read to the nanosecond', (text, epochMs, nanoseconds, zoneMissing) => {
    expect(parseTimestamp(text)).toEqual({ epochMs, nanoseconds, zoneMissing });
  });

  test.each([
    '',
    '2025-05-05',
    '2025-05-05 12:00:00Z',
    '2025-02-29T12:00:00Z',
    '2025-02-30T12:00:00Z',
    '2025-13-01T12:00:00Z',
    '2025-05-05T24:00:00Z',
    '2025-05-05T12:60:00Z',
    '2016-12-31T23:58:60Z',
    '2016-12-30T23:59:60Z',
    '2016-12-31T23:59:61Z',
    '2016-12-31T23:59:60+01:00',
    '2025-05-05T12:00:00.Z',
    '2025-05-05T12:00:00.1234567890Z',
    '2025-05-05T12:00:00+24:00',
    '2025-05-05T12:00:00+02:60',
    '2025-05-05T12:00:00+0200',
    '2025-05-05T12:00:00Z\n',
  ])('%j is none', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });

  test('of any moment in any zone is read back', () => {
    const moments = fc.date({
      min: new Date('0001-01-02'),
      max: new Date('9999-12-30'),
      noInvalidDate: true,
    });
    const offsets = fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 });
    fc.assert(
      fc.property(moments, offsets, fc.integer({ min: 0, max: 999_999 }), (moment, offset, below) => {
        const local = new Date(moment.getTime() + offset * 60_000).toISOString().slice(0, 23);
        const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
        const zone = `${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
        const parsed = parseTimestamp(`${local}${String(below).padStart(6, '0')}${zone}`);
        const nanoseconds = (((moment.getTime() % 1000) + 1000) % 1000) * 1_000_000 + below;
        expect(parsed).toEqual({ epochMs: moment.getTime(), nanoseconds, zoneMissing: false });
      }),
    );
  });

  test('is never made of other text, which never crashes', () => {
    fc.assert(fc.property(fc.string(), (text) => parseTimestamp(text) === undefined));
  });
});
