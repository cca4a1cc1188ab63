import { InvalidArgumentError } from 'commander';
import { type Expectation, findExpectation } from '../../core/filter/expectations.ts';
import { flags, type OptionsOf } from '../declare.ts';
import { eventGlob } from '../event-flags.ts';
import { integer, junitFile, milliseconds } from '../flags.ts';

/** When to end, and what must have come by then. */
export const assertionFlags = flags({
  expect: {
    flag: '--expect <event[=count]>',
    about:
      'end with 0 as soon as all that is expected has come, verified and as --where says (may be repeated)',
    parse: expectation,
    repeat: true,
    conflicts: ['count', 'for'],
  },
  timeout: {
    flag: '--timeout <time>',
    about: 'end with 1 when it has not come within this time',
    parse: milliseconds,
    needs: ['expect'],
  },
  report: {
    flag: '--report <form=file>',
    about: 'write what was expected and came: junit=FILE',
    parse: junitFile,
    needs: ['expect'],
  },
  count: {
    flag: '--count <number>',
    about: 'end after so many deliveries',
    parse: integer(1, 1_000_000_000),
  },
  for: { flag: '--for <time>', about: 'end after this time', parse: milliseconds },
});

export type AssertionOptions = OptionsOf<typeof assertionFlags>;

function expectation(text: string): Expectation {
  const found = findExpectation(text);
  if (found === undefined)
    throw new InvalidArgumentError('It must be an event, or an event and a count: vault.updated=2.');
  return { ...found, event: eventGlob(found.event) };
}
