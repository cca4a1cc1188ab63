import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFilter } from '../../../src/commands/listen/filter-flags.ts';
import { createFilter } from '../../../src/commands/listen/state.ts';
import { AppError } from '../../../src/core/error.ts';
import { readContent } from '../../../src/core/events/content.ts';
import { deliver } from '../../core/signature/cases.ts';
import { CODE_POINT } from '../../harness/code-point.ts';
import { volume } from '../../harness/volume.ts';

const BODY = Buffer.from('{"event_kind":"footprint.user.manual_review","status":"fail"}');
const lets = (text: string) =>
  createFilter(readFilter(text)).lets(readContent(BODY), deliver([['A', 'b']], BODY));

test.each([
  ['', true],
  ['  ', true],
  ['user.*', true],
  ['vault.updated', false],
  ['vault.updated user.*', true],
  ['status=fail', true],
  [' user.*   status=fail  header:a=b ', true],
  ['user.* status=pass', false],
])('a person who types %j sees the delivery: %j', (text, expected) => {
  expect(lets(text)).toBe(expected);
});

test.each([
  ['foo(bar)', '"foo(bar)" is neither an event nor a condition.'],
  ['=x', '"=x" is neither an event nor a condition.'],
  ['user.* a..b=1', '"a..b=1" is neither an event nor a condition.'],
  ['user.manual_revue', 'There is no event called "user.manual_revue".'],
])('%j is not understood, and the word is named', (text, message) => {
  expect(() => readFilter(text)).toThrow(message);
});

test('whatever is typed, it is understood or refused in words', () => {
  fc.assert(
    fc.property(fc.string({ unit: CODE_POINT }), (text) => {
      try {
        readFilter(text);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
      }
    }),
    { numRuns: volume(100, 500) },
  );
});

test.each([
  ['user.* status=fail', 'user.* status=fail'],
  ['vault.updated', 'footprint.vault.updated'],
  ['', ''],
])('the filter %j is shown as %j', (typed, shown) => {
  expect(createFilter(readFilter(typed)).text).toBe(shown);
});
