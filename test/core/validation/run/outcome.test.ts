import { expect, test } from 'vitest';
import { toFingerprint } from '../../../../src/core/validation/run/fingerprint.ts';
import { findFailure } from '../../../../src/core/validation/run/outcome.ts';
import { text } from './sample.ts';

test.each([
  [{ errors: 0, warnings: 0 }, { strict: true, maxWarnings: 0 }, undefined],
  [{ errors: 1, warnings: 0 }, {}, 'errors'],
  [{ errors: 0, warnings: 9 }, {}, undefined],
  [{ errors: 0, warnings: 1 }, { strict: true }, 'strict'],
  [{ errors: 0, warnings: 1 }, { strict: false, maxWarnings: 1 }, undefined],
  [{ errors: 0, warnings: 2 }, { maxWarnings: 1 }, 'max_warnings'],
  [{ errors: 1, warnings: 2 }, { strict: true, maxWarnings: 1 }, 'errors'],
] as const)('%j with %j fails by %s', (run, limits, failedBy) => {
  expect(findFailure(run, limits)).toBe(failedBy);
});

test('a fingerprint has 32 hexadecimal digits, and the same for the same file however it is written', () => {
  const print = toFingerprint(text(), 'a/b.json');
  expect(print).toMatch(/^[0-9a-f]{32}$/);
  expect(toFingerprint(text(), './a/b.json')).toBe(print);
  expect(toFingerprint(text(), '.\\a\\b.json')).toBe(print);
  expect(toFingerprint(text({ severity: 'warning', expected: 'x' }), 'a/b.json')).toBe(print);
});

test.each([
  ['code', text({ code: 'wrong_type' }), 'a'],
  ['event', text({ event: null }), 'a'],
  ['path', text({ path: ['x'] }), 'a'],
  ['message', text({ message: 'x' }), 'a'],
  ['file', text(), 'b'],
] as const)('another %s has another fingerprint', (_, finding, file) => {
  expect(toFingerprint(finding, file)).not.toBe(toFingerprint(text(), 'a'));
});
