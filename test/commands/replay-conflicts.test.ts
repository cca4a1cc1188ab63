import { Command } from 'commander';
import { expect, test } from 'vitest';
import { CONFLICTS } from '../../src/commands/replay/conflicts.ts';
import { refuseConflicts, toFlag } from '../../src/commands/replay/refuse-conflicts.ts';
import { replay } from '../../src/commands/replay.ts';

const PAIRS = CONFLICTS.flatMap(({ flag, others }) => others.map((other) => [flag, other] as const));

/** Pairs that have been promised, so that no row goes missing. */
const PROMISED = [
  ...['set', 'unset', 'merge', 'edit', 'newId', 'id', 'timestamp', 'fresh', 'rotate', 'unsigned', 'tamper'],
  ...['webhookHeaders', 'header', 'secret', 'secretFile'],
].map((other) => ['original', other] as const);
const OTHERS_PROMISED = [
  ...['rotate', 'tamper', 'webhookHeaders', 'id', 'newId', 'timestamp', 'secret', 'secretFile'].map(
    (other) => ['unsigned', other] as const,
  ),
  ['newId', 'id'] as const,
];

test.each(PAIRS)('--%s and --%s are refused together, by name', (flag, other) => {
  expect(() => refuseConflicts({ [flag]: true, [other]: true })).toThrow(
    expect.objectContaining({
      code: 'usage',
      message: expect.stringMatching(
        new RegExp(`^${toFlag(flag)} .+, and ${toFlag(other)} cannot be used with it\\.$`),
      ),
      hint: expect.any(String),
    }),
  );
});

test('all that was promised is in the table', () => {
  expect(PAIRS).toEqual(expect.arrayContaining([...PROMISED, ...OTHERS_PROMISED]));
});

test('one alone is let through, and what was not given is not there', () => {
  for (const [flag, other] of PAIRS) {
    expect(() => refuseConflicts({ [flag]: true, [other]: undefined })).not.toThrow();
    expect(() => refuseConflicts({ [flag]: false, [other]: 'x' })).not.toThrow();
  }
});

test('every flag of the table is one of replay', () => {
  const command = replay.flags(new Command());
  const names = command.options.map((option) => option.attributeName());
  expect(names).toEqual(expect.arrayContaining([...new Set(PAIRS.flat())]));
});
