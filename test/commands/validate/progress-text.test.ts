import { expect, test } from 'vitest';
import { toCheckingText } from '../../../src/commands/validate/progress-text.ts';

test('how far it has come is said with the rate, and with the time that is left where that can be told', () => {
  const stand = { payloads: 760_000, elapsedMs: 2_000, bytes: 50_000_000 };
  expect(toCheckingText({ ...stand, totalBytes: 200_000_000 })).toBe(
    'Checking: 25 %, 380,000 events a second, 6 s left',
  );
  expect(toCheckingText(stand)).toBe('Checking: 50 MB, 380,000 events a second');
});

test('more than there was to be is all of it, and nothing yet is no endless wait', () => {
  const stand = { payloads: 1, elapsedMs: 0, bytes: 9, totalBytes: 8 };
  expect(toCheckingText(stand)).toBe('Checking: 100 %, 1,000 events a second, 0 s left');
  expect(toCheckingText({ ...stand, bytes: 0 })).toBe('Checking: 0 bytes, 1,000 events a second');
});
