import { expect, test } from 'vitest';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { env, playWith } from '../harness/scenario.ts';

const { run } = mostlyInside();
const play = playWith(run);

test.each([
  [
    'event: vault.update',
    'a.yaml:4:12: there is no event or fixture called "vault.update".',
    'vault.updated',
  ],
  ['event: zzz', 'a.yaml:4:12: there is no event or fixture called "zzz".', 'fixtures list'],
  ['file: no.json', 'a.yaml:4:11: cannot read no.json', 'relative to'],
  [
    'event: vault.updated\n    set: { is_live: maybe }',
    'a.yaml:5:21: `is_live` takes true or false.',
    'quotes',
  ],
  ['event: vault.updated\n    delai: 1s', 'a.yaml:5:5: there is no key "delai" in a step.', 'delay'],
])('a mistake is told with its place before anything is sent: %s', async (step, message, hint) => {
  const text = `name: a\nsteps:\n  - event: user.info_requested\n  - ${step}\n`;
  const { app, status, stdout, stderr } = await play('a.yaml', { 'a.yaml': text });
  expect([status, stdout, app.arrivals.length]).toEqual([3, '', 0]);
  expect(parseRecords(stderr)).toMatchObject([{ type: 'error', hint: expect.stringContaining(hint) }]);
  expect(ofType('error', parseRecords(stderr))[0]?.message).toContain(message);
});

test.each([
  ['kyc-pas', 'Did you mean "kyc-pass"?'],
  ['zzzzzzzzzz', 'bank-link-lost, kyb-business-and-owners'],
])('an unknown scenario is told, with those that there are: %s', async (name, hint) => {
  const { status, stderr } = await play(name);
  expect(status).toBe(2);
  expect(parseRecords(stderr)).toMatchObject([
    { message: `There is no scenario or file called "${name}".`, hint: expect.stringContaining(hint) },
  ]);
});

test.each([
  [['vault.updated'], '"vault.updated"'],
  [['--all'], '--all'],
  [['--generate', 'all'], '--generate'],
  [['--invalid'], '--invalid'],
  [['--seed', '1'], '--seed'],
  [['--shuffle'], '--shuffle'],
  [['--last', '2'], '--last'],
  [['--event', 'user.*'], '--event'],
  [['--dry-run'], '--dry-run'],
  [['--curl'], '--curl'],
  [['--set', 'status=fail'], '--set'],
  [['--unset', 'status'], '--unset'],
  [['--merge', 'a.json'], '--merge'],
  [['--edit'], '--edit'],
  [['--allow-invalid'], '--allow-invalid'],
  [['--expect', '400'], '--expect'],
  [['--duplicate', '1'], '--duplicate'],
  [['--count', '2'], '--count'],
  [['--rate', '2/s'], '--rate'],
])('--scenario says what is sent and how, so that %j beside it is an error', async (flags, name) => {
  const { app, status, stderr } = await play('kyc-pass', {}, ...flags);
  expect([status, app.arrivals.length]).toEqual([2, 0]);
  const [error] = ofType('error', parseRecords(stderr));
  expect(error?.message).toMatch(/^--scenario .+ is given besides\.$/);
  expect(error?.message).toContain(name);
  expect(error?.hint).toBeTruthy();
});

test('a YAML file that is named as a payload is said to be a scenario', async () => {
  const { status, stderr } = await run(['replay', 'a.yaml'], { env });
  expect([status, stderr]).toEqual([2, expect.stringContaining('--scenario a.yaml')]);
});
