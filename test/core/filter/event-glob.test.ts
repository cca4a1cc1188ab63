import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isGlob, toEventTest } from '../../../src/core/filter/event-glob.ts';
import { CODE_POINT } from '../../harness/code-point.ts';

const CASES: readonly (readonly [globs: readonly string[], event: string | null, fits: boolean])[] = [
  [[], 'footprint.vault.updated', true],
  [[], null, true],
  [['*'], null, true],
  [['*'], 'anything', true],
  [['**'], 'anything', true],
  [['footprint.*'], null, false],
  [['user.*'], 'footprint.user.manual_review', true],
  [['footprint.user.*'], 'footprint.user.manual_review', true],
  [['user.*'], 'user.manual_review', true],
  [['user.*'], 'footprint.users.manual_review', false],
  [['user'], 'footprint.user.manual_review', false],
  [['*.completed'], 'footprint.onboarding.completed', true],
  [['*.completed'], 'footprint.onboarding.completed.late', false],
  [['onboarding.complete?'], 'footprint.onboarding.completed', true],
  [['onboarding.completed?'], 'footprint.onboarding.completed', false],
  [['?ootprint.vault.*'], 'footprint.vault.updated', true],
  [['*a*b*c*'], 'footprint.xaybzc', true],
  [['*a*b*c*'], 'footprint.xaybz', false],
  [['vault.updated'], 'footprint.vault.updated', true],
  [['vault.updated'], 'footprint.vaultxupdated', false],
  [['Vault.updated'], 'footprint.vault.updated', false],
  [['vault.*', 'user.*'], 'footprint.user.info_requested', true],
  [['vault.*', 'user.*'], 'footprint.onboarding.completed', false],
];

test.each(CASES)('%j for %j: %j', (globs, event, fits) => {
  expect(toEventTest(globs)(event)).toBe(fits);
});

// Few letters, so that matches are common.
const letters = fc.string({ unit: fc.constantFrom(...'ab.'), maxLength: 12 });
const globs = fc.string({ unit: fc.constantFrom(...'ab.*?'), minLength: 1, maxLength: 12 });

function toReference(glob: string): RegExp {
  const source = glob.replaceAll('.', '\\.').replaceAll('*', '[^]*').replaceAll('?', '[^]');
  return new RegExp(`^${source}$`);
}

test('a glob fits what the same pattern as a regular expression fits, with or without the prefix', () => {
  const seen = { yes: 0, no: 0 };
  fc.assert(
    fc.property(globs, letters, fc.boolean(), (glob, name, isFull) => {
      const event = isFull ? `footprint.${name}` : name;
      const reference = [glob, `footprint.${glob}`].some((each) => toReference(each).test(event));
      seen[reference ? 'yes' : 'no'] += 1;
      expect(toEventTest([glob])(event)).toBe(reference);
    }),
    { numRuns: 3_000 },
  );
  expect(Math.min(seen.yes, seen.no)).toBeGreaterThan(100);
});

test('any name is fitted by itself, and by itself with stars around it', () => {
  fc.assert(
    fc.property(fc.string({ unit: CODE_POINT, minLength: 1 }), (name) => {
      expect(toEventTest([name])(name)).toBe(true);
      expect(toEventTest([`*${name}*`])(name)).toBe(true);
    }),
  );
});

test('a glob that would take for ever to match a name by trial and error is matched', () => {
  expect(toEventTest([`${'*a'.repeat(90)}*b`])('a'.repeat(20_000))).toBe(false);
});

test('a glob is known by its wildcards', () => {
  expect(['user.*', 'user?', '*'].map(isGlob)).toEqual([true, true, true]);
  expect(['user.x', '', '[a]'].map(isGlob)).toEqual([false, false, false]);
});
