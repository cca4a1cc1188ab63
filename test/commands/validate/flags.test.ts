import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addBaselineFlags } from '../../../src/commands/validate/baseline-flags.ts';
import { addCoverageFlags, toRequirement } from '../../../src/commands/validate/coverage-flags.ts';
import { addMergeFlag } from '../../../src/commands/validate/merge-flags.ts';
import { addOutcomeFlags } from '../../../src/commands/validate/outcome-flags.ts';
import { SETTINGS } from '../../../src/core/settings/catalogue.ts';

function parse(...args: readonly string[]) {
  const command = addMergeFlag(addBaselineFlags(addCoverageFlags(addOutcomeFlags(new Command()))));
  return command
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .parse(args, { from: 'user' });
}

test('each flag is read', () => {
  expect(
    parse(
      ...['--strict', '--max-warnings', '0', '--coverage', '--merge'],
      ...['--baseline', 'b.json', '--update-baseline', '--require', 'all', '--require', 'user.*'],
    ).opts(),
  ).toEqual({
    strict: true,
    maxWarnings: 0,
    coverage: true,
    merge: true,
    baseline: 'b.json',
    updateBaseline: true,
    require: ['all', 'user.*'],
  });
  expect(parse().opts()).toEqual({});
});

test.each(['-1', 'x', '1.5', '', '9999999999'])('--max-warnings %j is refused', (text) => {
  expect(() => parse('--max-warnings', text)).toThrow('It must be a whole number from 0 to 1000000000.');
});

test('--require is looked at when it is read, so that a wrong name is told of its flag or setting', () => {
  expect(() => parse('--require', 'user.info_request')).toThrow(
    expect.objectContaining({ code: 'unknown_event', hint: expect.stringContaining('user.info_requested') }),
  );
  expect(() => parse('--require', 'all,')).toThrow('no name may be empty');
});

test('--baseline without a name is refused', () => {
  expect(() => parse('--baseline', '')).toThrow('It names no file.');
});

test('what several --require ask for is required together', () => {
  expect(toRequirement({})).toBeUndefined();
  const required = toRequirement({ require: ['vault.updated', 'user.info_requested, watchlist*'] });
  expect(required).toEqual({
    events: new Set([
      'footprint.vault.updated',
      'footprint.user.info_requested',
      'footprint.watchlist_check.completed',
    ]),
    values: false,
  });
  expect(toRequirement({ require: ['vault.updated', 'values'] })).toMatchObject({ values: true });
});

test('the flags that can be configured have a setting of their name', () => {
  const keys = SETTINGS.filter(({ commands }) => commands.includes('validate' as never)).map(
    ({ key }) => key,
  );
  expect(keys).toEqual(expect.arrayContaining(['strict', 'maxWarnings', 'baseline', 'require']));
  const names = parse().options.map((option) => option.attributeName());
  expect(names).toEqual(expect.arrayContaining(['strict', 'maxWarnings', 'baseline', 'require']));
});
