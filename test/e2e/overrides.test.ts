import { expect, test } from 'vitest';
import { encodeCapture } from '../../src/core/capture/capture.ts';
import { startApp, verifying } from '../harness/app.ts';
import { SECRET } from '../harness/binary.ts';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { makeCapture } from '../io/history/captures.ts';

const { run } = mostlyInside();

const env = { FP_WEBHOOKS_SECRET: SECRET };

/** Runs replay against an app that verifies with Svix's library. */
async function replayToApp(args: readonly string[], files: Record<string, string | Uint8Array> = {}) {
  const app = await startApp(verifying());
  const ended = await run(['replay', '--json', '--to', app.url, ...args], { cwd: makeFolder(files), env });
  return { ...ended, bodies: app.arrivals.map(({ body }) => body.toString()), arrivals: app.arrivals };
}

const fixture = (name: string) => JSON.parse(readFixture(name).toString());

test('what is set is sent with its type, and Svix verifies the signature of what is sent', async () => {
  const { bodies, status, stdout, stderr } = await replayToApp([
    'onboarding.completed',
    ...['--set', 'status=fail', '--set', 'requires_manual_review=true', '--set', 'external_id=null'],
  ]);
  expect([status, stderr]).toEqual([0, '']);
  const expected = { ...fixture('onboarding.completed'), status: 'fail', requires_manual_review: true };
  expect(bodies).toEqual([JSON.stringify({ ...expected, external_id: null })]);
  expect(parseRecords(stdout)[0]).toMatchObject({ ok: true, event: 'footprint.onboarding.completed' });
});

test('merge comes first, then set and unset as they were typed', async () => {
  const { bodies, status } = await replayToApp(
    [
      'vault.updated',
      ...['--unset', 'fields', '--set', 'fields[]=id.dob', '--set', 'source=a', '--set', 'source=dashboard'],
      ...['--merge', 'one.json', '--merge', 'two.json'],
    ],
    { 'one.json': '{"fp_id":"fp_id_a","fields":["x","y"]}', 'two.json': '{\n"fp_id": "fp_id_b"}\n' },
  );
  expect(status).toBe(0);
  const { fields: _, ...rest } = fixture('vault.updated');
  // Removed and set again, it is the last.
  expect(bodies).toEqual([JSON.stringify({ ...rest, fp_id: 'fp_id_b', fields: ['id.dob'] })]);
});

test('a new event is shown as what it is', async () => {
  const { stdout } = await replayToApp([
    'user.manual_review',
    '--set',
    'event_kind=footprint.user.info_requested',
  ]);
  expect(ofType('sent', parseRecords(stdout))).toMatchObject([{ event: 'footprint.user.info_requested' }]);
});

test('no digit of a number that is not named is lost', async () => {
  const body = '{"event_kind": "footprint.x", "n": 12345678901234567890, "r": 1.0}\n';
  const { bodies } = await replayToApp(['a.json', '--set', 'm:=0.10'], { 'a.json': body });
  expect(bodies).toEqual(['{"event_kind":"footprint.x","n":12345678901234567890,"r":1.0,"m":0.10}']);
});

test('a capture keeps its id when it is changed', async () => {
  const capture = encodeCapture(makeCapture(1, { body: readFixture('vault.updated') }));
  const { arrivals } = await replayToApp(['a.ndjson', '--set', 'source=x'], { 'a.ndjson': `${capture}\n` });
  expect(arrivals[0]?.parsed['svix-id']).toBe('msg_m1');
});

test.each<[readonly string[], string]>([
  [['--unset', 'status'], '`status` is missing; it should be a string.'],
  [['--set', 'status:=1'], '`status` should be a string, but it is a number.'],
  [['--merge', 'p.json'], '`status` is missing; it should be a string. `timestamp` is missing'],
  [['--set', 'event_kind:=1'], '`event_kind` should be a string'],
])(
  '%j makes it invalid: it is not sent, but with --allow-invalid it is, and told',
  async (flags, message) => {
    const files = { 'p.json': '{"status":null,"timestamp":null}' };
    const mixed = await replayToApp(['vault.updated', 'onboarding.completed', ...flags], files);
    expect(mixed.bodies.some((body) => body.includes('onboarding'))).toBe(false);
    const refused = await replayToApp(['onboarding.completed', ...flags], files);
    expect([refused.status, refused.bodies, refused.stdout]).toEqual([2, [], '']);
    expect(refused.stderr).toContain(message);
    expect(refused.stderr).toContain('--allow-invalid');
    const sent = await replayToApp(['onboarding.completed', ...flags, '--allow-invalid'], files);
    expect([sent.status, sent.bodies.length]).toEqual([0, 1]);
    const notices = ofType('notice', parseRecords(sent.stderr));
    expect(notices[0]).toMatchObject({
      code: 'invalid_payload',
      message: expect.stringContaining('onboarding.completed: `'),
    });
  },
);

test('a bulk sends what was changed, time after time', async () => {
  const { bodies, status } = await replayToApp([
    'onboarding.completed',
    '--set',
    'status=fail',
    '--count',
    '3',
  ]);
  expect(status).toBe(0);
  const changed = JSON.stringify({ ...fixture('onboarding.completed'), status: 'fail' });
  expect(bodies).toEqual([changed, changed, changed]);
});

test('what becomes unusual is told once, and what was so before is not', async () => {
  const args = ['onboarding.completed', 'onboarding.completed', '--set', 'status=odd', '--unset', 'nothing'];
  const { status, stderr } = await replayToApp(args);
  expect(status).toBe(0);
  expect(ofType('notice', parseRecords(stderr)).map(({ code }) => code)).toEqual([
    'nothing_removed',
    'unusual_payload',
  ]);
});

test.each<[readonly string[], number, string]>([
  [['--set', 'status'], 2, '--set status sets no value'],
  [
    ['--set', 'is_live=yes'],
    2,
    '--set is_live=yes does not fit onboarding.completed: `is_live` takes true or false.',
  ],
  [['--set', 'status.x=1'], 2, '`status` is a string, so that nothing can stand below it.'],
  [['--unset', 'status=fail'], 2, '--unset status=fail: a place to remove has no value.'],
  [['--merge', 'bad.json'], 3, 'bad.json:2:1 is not JSON: unexpected \\"}\\".'],
  [['--merge', 'absent.json'], 3, 'Cannot read absent.json: there is no such file or folder.'],
  [['--allow-invalid'], 2, '--allow-invalid has no effect without a change.'],
  [['--edit', 'vault.updated'], 2, '--edit opens one payload in the editor, and 2 payloads are to be sent.'],
  [['--edit'], 2, '--edit needs a terminal to open an editor in'],
  [['no.json', '--set', 'a=1'], 3, 'no.json:1:1 is not JSON'],
])('%j is refused with %i, and nothing is sent', async (flags, expected, message) => {
  const files = { 'bad.json': '{"a":1,\n}', 'no.json': 'not JSON' };
  const { status, stdout, stderr, bodies } = await replayToApp(['onboarding.completed', ...flags], files);
  expect([status, stdout, bodies]).toEqual([expected, '', []]);
  expect(stderr).toContain(message);
});
