import { expect, test } from 'vitest';
import { parseCommandLine } from '../../src/cli/program.ts';
import { makeFolder } from '../harness/folder.ts';

/** Values that mean nothing, with what the message must say. */
const VALUES: readonly (readonly [flag: string, value: string, said: string])[] = [
  ['--forward', 'nowhere', 'http://localhost:3000'],
  ['--forward', 'user.*=', 'http://localhost:3000'],
  ['--forward', 'user.*=ftp://a/', 'http://localhost:3000'],
  ['--forward', 'http://ada:secret@localhost/', 'must not hold a password'],
  ['--forward', 'us er=http://localhost/', 'onboarding.completed'],
  ['--header', 'no colon', 'Name: value'],
  ['--header', 'a b: c', 'Name: value'],
  ['--header', 'A: line\nbreak', 'Name: value'],
  ['--header', 'A: 字', 'Name: value'],
  ['--header', '{"a":"b"}', 'Name: value'],
  ['--header', 'Content-Length: 3', 'set by the request itself'],
  ['--header', 'expect: 100-continue', 'set by the request itself'],
  ['--concurrency', '0', 'from 1 to 1000'],
  ['--ack', 'never', 'always, verified, app'],
  ['--event', 'a b', 'onboarding.completed'],
  ['--where', 'status', 'status=fail'],
  ['--where', 'a..b=1', 'status=fail'],
  ['--respond', '500,', '200 to 599'],
  ['--respond', '100', '200 to 599'],
  ['--respond', '600', '200 to 599'],
  ['--delay', 'soon', '500ms'],
  ['--delay', '25d', 'at most 24d'],
  ['--fail-rate', '1.1', 'from 0 to 1'],
  ['--fail-rate', '-1', 'from 0 to 1'],
  ['--fail-rate', '20%', 'from 0 to 1'],
  ['--seed', '1.5', 'whole number'],
  ['--expect', 'vault.updated=0', 'vault.updated=2'],
  ['--expect', 'a b', 'vault.updated=2'],
  ['--timeout', '-1s', '500ms'],
  ['--for', '30d', 'at most 24d'],
  ['--count', '0', 'from 1'],
  ['--report', 'a.xml', 'junit=FILE'],
];

function refuse(flag: string, value: string): Promise<unknown> {
  const setting = { version: '0.0.0', columns: () => 80, env: {}, cwd: makeFolder() };
  return parseCommandLine(['listen', flag, value], setting).then(
    () => undefined,
    (error: unknown) => error,
  );
}

test.each(VALUES)('%s %j is refused, and what it must be is said', async (flag, value, said) => {
  expect(await refuse(flag, value)).toMatchObject({ code: 'usage', message: expect.stringContaining(flag) });
  expect(await refuse(flag, value)).toMatchObject({ message: expect.stringContaining(said) });
  expect(await refuse(flag, value)).toMatchObject({ message: expect.not.stringContaining('secret@') });
});

test.each([
  ['--event', 'onboarding.complete'],
  ['--expect', 'onboarding.complete'],
  ['--forward', 'onboarding.complete=http://localhost/'],
])('an event that no event has is refused by %s with the nearest name', async (flag, value) => {
  expect(await refuse(flag, value)).toMatchObject({
    code: 'unknown_event',
    hint: expect.stringContaining('Did you mean onboarding.completed?'),
  });
});
