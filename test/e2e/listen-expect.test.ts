import { mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { startApp } from '../harness/app.ts';
import { SECRET, start } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver } from '../harness/sender.ts';

const { startListener } = mostlyInside();

const bodyOf = (name: string, more: object = {}) =>
  JSON.stringify({ event_kind: `footprint.${name}`, fp_id: 'fp_id_1', is_live: false, ...more });
const PASSED = bodyOf('onboarding.completed', { status: 'pass' });
const FAILED = bodyOf('onboarding.completed', { status: 'fail' });
const UPDATED = bodyOf('vault.updated', { fields: [] });

/** A listener that expects something, the deliveries that come one after the other, and how it ended. */
async function listenFor(flags: readonly string[], deliveries: readonly Parameters<typeof deliver>[1][]) {
  const listener = await startListener(['--no-save', ...flags]);
  for (const body of deliveries) await deliver(listener.url, body);
  const { status, stdout, stderr } = await listener.ended;
  const records = parseRecords(stdout);
  return { status, stderr, assertion: ofType('assertion', records)[0], last: records.at(-1) };
}

test('it ends with 0 as soon as all that is expected has come, whatever the order and whatever else came', async () => {
  const { status, stderr, assertion, last } = await listenFor(
    ['--expect', 'onboarding.completed', '--expect', 'footprint.vault.*=2', '--timeout', '60s'],
    [UPDATED, bodyOf('user.manual_review'), PASSED, UPDATED],
  );
  expect([status, stderr]).toEqual([0, '']);
  expect(assertion).toMatchObject({
    met: true,
    expectations: [
      { event: 'footprint.onboarding.completed', wanted: 1, came: 1 },
      { event: 'footprint.vault.*', wanted: 2, came: 2 },
    ],
    instead: [{ event: 'footprint.user.manual_review', reason: 'not_expected', count: 1 }],
  });
  expect(assertion?.waitedMs).toBeLessThan(60_000);
  expect(last).toMatchObject({ type: 'summary', received: 4 });
});

test('the sender of the last message is answered before the end, also by the app', async () => {
  const app = await startApp((_, response) => void setTimeout(() => response.end('done'), 200));
  const listener = await startListener(['--no-save', '--forward', app.url, '--expect', 'vault.updated']);
  expect(await deliver(listener.url, UPDATED)).toMatchObject({ status: 200, body: 'done' });
  expect(await listener.ended).toMatchObject({ status: 0, signal: null });
});

test('when the time is up it ends with 1 and says what was missing and what came instead', async () => {
  const listener = await startListener([
    ...['--no-save', '--expect', 'onboarding.completed', '--expect', 'vault.updated=2'],
    ...['--where', 'status!=fail', '--timeout', '1s'],
  ]);
  await deliver(listener.url, FAILED);
  await deliver(listener.url, PASSED, { offsetSeconds: -900 });
  for (const id of ['msg_1', 'msg_1', 'msg_1']) await deliver(listener.url, UPDATED, { id });
  await deliver(listener.url, 'not json');
  const { status, stdout } = await listener.ended;
  expect(status).toBe(1);
  const [assertion] = ofType('assertion', parseRecords(stdout));
  expect(assertion).toMatchObject({
    met: false,
    expectations: [
      { event: 'footprint.onboarding.completed', came: 0 },
      { event: 'footprint.vault.updated', wanted: 2, came: 1 },
    ],
    instead: [
      { event: 'footprint.onboarding.completed', reason: 'condition', count: 1 },
      { event: 'footprint.onboarding.completed', reason: 'not_verified', count: 1 },
      { event: 'footprint.vault.updated', reason: 'repeated', count: 2 },
      { event: null, reason: 'not_expected', count: 1 },
    ],
  });
  // A timer may fire a moment early by another clock.
  expect(assertion?.waitedMs).toBeGreaterThanOrEqual(990);
});

test('conditions hold for every expectation', async () => {
  const { status } = await listenFor(
    ['--expect', 'onboarding.*', '--where', 'status=pass'],
    [FAILED, PASSED],
  );
  expect(status).toBe(0);
});

test('Ctrl-C before all has come says what was missing, and dies by the signal', async () => {
  const listener = await startListener(['--no-save', '--expect', 'vault.updated']);
  const { stdout, signal } = await listener.stop();
  expect(signal).toBe('SIGINT');
  expect(ofType('assertion', parseRecords(stdout))).toMatchObject([{ met: false, instead: [] }]);
});

test('people read what was missing and what came instead', async () => {
  const running = start(
    ['listen', '--port', '0', '--no-save', '--expect', 'vault.updated=2', '--timeout', '1s'],
    { env: { FP_WEBHOOKS_SECRET: SECRET } },
  );
  await running.until(({ stdout }) => stdout().includes('Ready:'));
  const url = /http:\S+/.exec(running.stdout())?.[0] ?? '';
  await deliver(url, UPDATED);
  await deliver(url, PASSED);
  const { status, stdout } = await running.ended;
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /✗ 1 of 1 expectation not met within 1\.\d s:\n {2}vault\.updated came 1 time, not 2\.\n {2}Instead came:\n {4}onboarding\.completed: nothing of the kind was expected\n/,
  );
});

test('--report junit=FILE writes what was expected and came, met or not', async () => {
  const cwd = makeFolder();
  mkdirSync(join(cwd, 'reports'));
  const flags = [
    '--no-save',
    '--expect',
    'vault.updated',
    '--timeout',
    '500ms',
    '--report',
    'junit=reports/a.xml',
  ];
  const listener = await startListener(flags, { cwd });
  expect(await listener.ended).toMatchObject({ status: 1, stderr: '' });
  const unmet = readFileSync(join(cwd, 'reports/a.xml'), 'utf8');
  expect(XMLValidator.validate(unmet)).toBe(true);
  expect(unmet).toMatch(/<testcase classname="listen\.expect" name="footprint\.vault\.updated".*<failure /s);
  const again = await startListener([...flags.slice(0, 3), ...flags.slice(5)], { cwd });
  await deliver(again.url, UPDATED);
  expect(await again.ended).toMatchObject({ status: 0 });
  const met = readFileSync(join(cwd, 'reports/a.xml'), 'utf8');
  expect(met).toMatch(/tests="1" failures="0"/);
  expect(met).not.toContain('<failure');
});

test('a report that can no longer be written at the end is said with 3, after all else', async () => {
  const cwd = makeFolder();
  mkdirSync(join(cwd, 'reports'));
  const flags = ['--no-save', '--expect', 'vault.updated', '--report', 'junit=reports/a.xml'];
  const listener = await startListener(flags, { cwd });
  rmdirSync(join(cwd, 'reports'));
  await deliver(listener.url, UPDATED);
  const { status, stdout, stderr } = await listener.ended;
  expect(status).toBe(3);
  expect(parseRecords(stdout).map(({ type }) => type)).toEqual(['ready', 'received', 'assertion', 'summary']);
  expect(parseRecords(stderr)).toMatchObject([
    { code: 'file_unwritable', message: 'Cannot write reports/a.xml: there is no such file or folder.' },
  ]);
});

test.each([
  ['absent/a.xml', 'there is no such file or folder'],
  ['folder', 'it is a folder'],
  ['file/a.xml', 'a part of its path is not a folder'],
])(
  'a report at %s, which could never be written, is refused before anything is waited for',
  async (file, why) => {
    const cwd = makeFolder({ file: '' });
    mkdirSync(join(cwd, 'folder'));
    const flags = ['listen', '--json', '--port', '0', '--no-save', '--expect', 'vault.updated'];
    const running = start([...flags, '--report', `junit=${file}`], {
      cwd,
      env: { FP_WEBHOOKS_SECRET: SECRET },
    });
    const { status, stdout, stderr } = await running.ended;
    expect([status, stdout]).toEqual([3, '']);
    expect(parseRecords(stderr)).toMatchObject([{ message: `Cannot write ${file}: ${why}.` }]);
  },
);

test('an event that came instead is told short and masked', async () => {
  const odd = `ada@example.com ${'x'.repeat(1_000)}`;
  const { assertion } = await listenFor(
    ['--expect', 'vault.updated', '--timeout', '1s'],
    [JSON.stringify({ event_kind: odd })],
  );
  expect(assertion?.instead[0]?.event).toMatch(/^\[e-mail\] x+…$/);
  expect(assertion?.instead[0]?.event?.length).toBeLessThanOrEqual(200);
});
