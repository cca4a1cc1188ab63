import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startApp } from '../harness/app.ts';
import { SECRET } from '../harness/binary.ts';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();

const env = { FP_WEBHOOKS_SECRET: SECRET };

/** A line of a capture file. */
function toLine(id: string, bodyText: string, headers: readonly (readonly [string, string])[]): string {
  const verdict = { kind: 'header_missing', header: 'svix-timestamp' };
  const answer = { by: 'listener', status: 400 };
  const received = { receivedAt: '2026-05-05T18:40:46.000Z', method: 'POST', path: '/' };
  return JSON.stringify({ capture: 1, id, ...received, headers, bodyText, verdict, answer });
}

const GOOD = readFixture('vault.updated').toString();
const IDS = [
  '01M8Q5ESRHFHW3V9TXY4CYRDYA',
  '01M8Q5ESRHFHW3V9TXY4CYRDYB',
  '01M8Q5ESRHFHW3V9TXY4CYRDYC',
] as const;

/** A folder with a file of three captures, of which the one in the middle cannot be sent. */
function makeCaptures(bad: { readonly id?: string; readonly body?: string; readonly name?: string }) {
  const { id = 'msg_b', body = GOOD, name = 'X-Odd' } = bad;
  const lines = [
    toLine(IDS[0], GOOD, [['Svix-Id', 'msg_a']]),
    toLine(IDS[1], body, [
      ['Svix-Id', id],
      [name, 'x'],
    ]),
    toLine(IDS[2], GOOD, [['Svix-Id', 'msg_c']]),
  ];
  return makeFolder({ 'c.ndjson': lines.join('\n') });
}

const BAD_ID = [{ id: 'a\u009bb' }, [], 'the message id of c.ndjson:2 cannot be sent as a header'] as const;

test.each([
  BAD_ID,
  [{ id: '' }, [], 'the message id of c.ndjson:2 cannot be sent as a header'],
  [{ id: 'a\nX-Planted: 1' }, [], 'the message id of c.ndjson:2 cannot be sent as a header'],
  [{ id: 'msg€' }, [], 'the message id of c.ndjson:2 cannot be sent as a header'],
  [
    { id: 'a\u009bb' },
    ['--tamper', 'id', '--expect', '2xx'],
    'the message id of c.ndjson:2 cannot be sent as a header',
  ],
  [{ id: 'a\u009bb' }, ['--rotate'], 'the message id of c.ndjson:2 cannot be sent as a header'],
  [{ name: 'no name' }, ['--original'], 'the header "no name" of c.ndjson:2 cannot be sent'],
  [{ id: 'msg€' }, ['--original'], 'the header "Svix-Id" of c.ndjson:2 cannot be sent'],
  [{ body: 'no JSON' }, ['--set', 'fp_id=fp_id_other'], 'c.ndjson:2:1:1 is not JSON'],
  [{ body: '[]' }, ['--set', 'fp_id=fp_id_other'], 'does not fit c.ndjson:2'],
  [{ body: '{"a":1}' }, ['--set', 'fp_id=fp_id_other'], 'would not be as Footprint sends it'],
] as const)(
  'S10: of three captures, %j with %j fails by name, and the others are sent',
  async (bad, flags, reason) => {
    const app = await startApp();
    const secrets = `${SECRET} whsec_${Buffer.from('another secret of this test').toString('base64')}`;
    const args = ['replay', 'c.ndjson', '--to', app.url, ...flags];
    const cwd = makeCaptures(bad);
    const { status, stdout, stderr } = await run([...args, '--json'], {
      cwd,
      env: { FP_WEBHOOKS_SECRET: secrets },
    });
    const records = parseRecords(stdout);
    expect([status, parseRecords(stderr).filter(({ type }) => type === 'error')]).toEqual([1, []]);
    const sent = ofType('sent', records);
    expect(sent.map(({ source, ok, status: answered }) => [source, ok, answered])).toEqual([
      ['c.ndjson', true, 200],
      ['c.ndjson:2', false, null],
      ['c.ndjson:3', true, 200],
    ]);
    expect(sent[1]).toMatchObject({
      error: { code: 'unsendable', message: expect.stringContaining(reason) },
    });
    expect(sent[1]?.hint).toMatch(/\.$/);
    expect(records.at(-1)).toMatchObject({ type: 'summary', sent: 3, ok: 2, failed: 1, notSent: 0 });
    expect(app.arrivals).toHaveLength(2);
  },
);

const [BAD] = BAD_ID;

test('S10: it is not sent again by retries, and one that is alone fails with 1', async () => {
  const app = await startApp();
  const cwd = makeCaptures(BAD);
  const args = ['replay', '--json', '--to', app.url];
  const retried = await run([...args, 'c.ndjson', '--retry', 'svix', '--time-scale', '1000000'], {
    cwd,
    env,
  });
  expect([retried.status, app.arrivals.length]).toEqual([1, 2]);
  expect(parseRecords(retried.stdout).at(-1)).toMatchObject({ sent: 3, ok: 2, failed: 1, requests: 2 });
  const alone = makeFolder({ 'c.ndjson': toLine(IDS[1], '{}', [['Svix-Id', 'a\u009bb']]) });
  const single = await run([...args, 'c.ndjson'], { cwd: alone, env });
  expect([single.status, app.arrivals.length]).toEqual([1, 2]);
});

test('S10: text and JUnit name it as well', async () => {
  const app = await startApp();
  const cwd = makeCaptures(BAD);
  const args = ['replay', 'c.ndjson', '--to', app.url, '--report', 'junit=out.xml'];
  const { status, stdout } = await run(args, { cwd, env });
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /✗ vault\.updated .* → not sent: the message id of c\.ndjson:2 cannot be sent as a header/,
  );
  expect(stdout).toContain('3 events to');
  const xml = readFileSync(join(cwd, 'out.xml'), 'utf8');
  expect(xml).toContain('tests="3" failures="1"');
  expect(xml).toMatch(/name="c\.ndjson:2 [^>]*>\s*<failure message="not sent: the message id/);
});

test.each([
  [['--concurrency', '2'], 3],
  [['--count', '7'], 7],
  [['--rate', '1000/s'], 3],
  [['--count', '6', '--duplicate', '1'], 12],
])('S10: in bulk with %j it fails by name, in the summary and in JUnit', async (flags, messages) => {
  const app = await startApp();
  const cwd = makeCaptures(BAD);
  const args = ['replay', '--json', '--to', app.url, '--report', 'junit=out.xml', 'c.ndjson', ...flags];
  const { status, stdout } = await run(args, { cwd, env });
  const bad = flags.includes('--duplicate') ? 2 : 1;
  expect(status).toBe(1);
  expect(parseRecords(stdout).at(-1)).toMatchObject({
    ...{ sent: messages, ok: messages - bad, failed: bad, requests: messages - bad },
    errors: { unsendable: bad },
    hints: ['Not sent: the message id of c.ndjson:2 cannot be sent as a header.'],
  });
  expect(app.arrivals).toHaveLength(messages - bad);
  expect(readFileSync(join(cwd, 'out.xml'), 'utf8')).toContain('Not sent: the message id of c.ndjson:2');
});

test('S10: --dry-run prints the others and ends with 1', async () => {
  const cwd = makeCaptures(BAD);
  const { status, stdout, stderr } = await run(['replay', 'c.ndjson', '--dry-run', '--json'], { cwd, env });
  expect([status, ofType('request', parseRecords(stdout)).length]).toEqual([1, 2]);
  expect(stderr).toContain('Not printed: the message id of c.ndjson:2 cannot be sent as a header.');
});

test('S10: where no payload can be changed, the flag is wrong and nothing is sent', async () => {
  const app = await startApp();
  const args = ['replay', 'vault.updated', 'user.info_requested', '--set', 'timestamp:=7', '--to', app.url];
  const { status, stdout, stderr } = await run(args, { env });
  expect([status, stdout, app.arrivals.length]).toEqual([2, '', 0]);
  expect(stderr).toContain('vault.updated');
});
