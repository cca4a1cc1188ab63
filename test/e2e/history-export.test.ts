import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeCapture } from '../../src/core/capture/capture.ts';
import { startApp } from '../harness/app.ts';
import { SECRET, start } from '../harness/binary.ts';
import { makeFolder, readFixture, readLines } from '../harness/folder.ts';
import { makeHistory } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { forwarding, makeCapture } from '../io/history/captures.ts';

const { run } = mostlyInside();

const BINARY_BODY = Buffer.from([0, 255, 254, 10]);
const CAPTURES = [
  makeCapture(1, { note: 'ann@example.com \u2028' }),
  makeCapture(2, { body: BINARY_BODY }),
  makeCapture(3, { body: Buffer.from('{\n  "event_kind": "footprint.vault.updated"\n}\n') }),
];
const ANSWER = { by: 'app', status: 204 } as const;
const makeThree = () =>
  makeHistory(CAPTURES, { [CAPTURES[0]?.id ?? '']: { answer: ANSWER, forwardings: [forwarding(204)] } });

const exportFrom = (cwd: string, ...args: readonly string[]) => run(['history', 'export', ...args], { cwd });

test('captures are exported oldest first, byte for byte, and say that they hold personal data', async () => {
  const { stdout, stderr, status } = await exportFrom(await makeThree());
  const [first, ...rest] = CAPTURES;
  const whole = { ...first, answer: ANSWER, forwardings: [forwarding(204)] } as (typeof CAPTURES)[number];
  expect(stdout).toBe([whole, ...rest].map((each) => `${encodeCapture(each)}\n`).join(''));
  expect(stderr).toContain('personal data as it came');
  expect(status).toBe(0);
});

test.each(['captures', 'har'])(
  'what is exported as %s and imported elsewhere is exported the same',
  async (format) => {
    const { stdout } = await exportFrom(await makeThree(), '--format', format);
    const cwd = makeFolder({ 'export.har': stdout });
    expect(await run(['history', 'import', 'export.har'], { cwd })).toMatchObject({ status: 0, stderr: '' });
    expect((await exportFrom(cwd, '--format', format)).stdout).toBe(stdout);
  },
);

test('with --json, the texts of the records are the export', async () => {
  const cwd = await makeThree();
  const { stdout } = await exportFrom(cwd, '--format', 'har', '--json');
  const parts = ofType('exported', parseRecords(stdout)).map((part) => ('text' in part ? part.text : ''));
  expect(parts.join('')).toBe((await exportFrom(cwd, '--format', 'har')).stdout);
});

test.each(['captures', 'har', 'curl', 'httpie'])(
  'with --json and --format %s, each delivery is one record',
  async (format) => {
    const { stdout } = await exportFrom(await makeThree(), '--format', format, '--json');
    const parts = ofType('exported', parseRecords(stdout));
    expect(parts).toHaveLength(CAPTURES.length);
    for (const part of parts) expect('text' in part && part.text.trim()).toBeTruthy();
    expect((await exportFrom(await makeThree(), '--format', format)).stdout).toBe(
      parts.map((part) => ('text' in part ? part.text : '')).join(''),
    );
  },
);

test('ids, flags and a limit choose what is exported; a limit means the newest', async () => {
  const cwd = await makeThree();
  const ids = async (...args: readonly string[]) =>
    (await exportFrom(cwd, ...args)).stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line).id);
  const [first = '', second = '', third = ''] = CAPTURES.map(({ id }) => id);
  expect(await ids(third, first)).toEqual([first, third]);
  expect(await ids('--limit', '2')).toEqual([second, third]);
  expect(await ids('--event', 'vault.updated')).toEqual([first, third]);
});

test('a file is written for its owner alone, and an older one is overwritten only by force', async () => {
  const cwd = await makeThree();
  const written = await exportFrom(cwd, '-o', 'out.ndjson', '--json');
  expect(parseRecords(written.stdout)).toMatchObject([
    { type: 'exported', file: 'out.ndjson', deliveries: 3, bytes: statSync(join(cwd, 'out.ndjson')).size },
  ]);
  expect(readLines(cwd, 'out.ndjson')).toHaveLength(3);
  if (process.platform !== 'win32') expect(statSync(join(cwd, 'out.ndjson')).mode & 0o777).toBe(0o600);
  const again = await exportFrom(cwd, '-o', 'out.ndjson', '--limit', '1');
  expect(again.status).toBe(3);
  expect(again.stderr).toContain('--force');
  expect(readLines(cwd, 'out.ndjson')).toHaveLength(3);
  expect((await exportFrom(cwd, '-o', 'out.ndjson', '--limit', '1', '--force')).status).toBe(0);
  expect(readLines(cwd, 'out.ndjson')).toHaveLength(1);
});

test('when nothing fits, no file is written, and that is no success', async () => {
  const cwd = await makeThree();
  const before = readdirSync(cwd);
  expect(await exportFrom(cwd, '-o', 'out.har', '--format', 'har', '--verdict', 'invalid')).toMatchObject({
    status: 2,
    stdout: '',
  });
  expect(readdirSync(cwd)).toEqual(before);
});

test('a fixture is the payload on one line; what is no JSON is left out and named', async () => {
  const { stdout, stderr } = await exportFrom(await makeThree(), '--format', 'fixture');
  expect(stdout.split('\n').map((line) => JSON.parse(line).event_kind)).toEqual(
    Array.from({ length: 2 }, () => 'footprint.vault.updated'),
  );
  expect(stdout.endsWith('\n')).toBe(false);
  expect(stderr).toContain(`${CAPTURES[1]?.id} is left out`);
});

test('the exported curl commands send what came, pasted into bash', async () => {
  const app = await startApp();
  const { stdout } = await exportFrom(await makeThree(), '--format', 'curl', '--to', app.url);
  await start([], { input: stdout, binary: ['bash', '--norc'] }).ended;
  expect(app.arrivals.map(({ body }) => body)).toEqual(
    CAPTURES.map(({ delivery }) => Buffer.from(delivery.body)),
  );
  expect(app.arrivals[0]?.headers).toContainEqual(['svix-id', 'msg_m1']);
});

test('an export is replayed, validated and verified from standard input', async () => {
  const app = await startApp();
  const body = readFixture('synthetic/onboarding.completed.person.pass.no-review');
  const cwd = await makeHistory([makeCapture(1, { body })]);
  const { stdout: input } = await exportFrom(cwd);
  const env = { FP_WEBHOOKS_SECRET: SECRET };
  expect(await run(['replay', '-', '--to', app.url], { input, env })).toMatchObject({ status: 0 });
  expect(app.arrivals[0]?.body).toEqual(body);
  expect(app.arrivals[0]?.parsed['svix-id']).toBe('msg_m1');
  const validated = await run(['validate', '-', '--json'], { input });
  expect(validated.stdout).toContain('"payloads":1');
  const verified = await run(['verify', '-', '--json'], { input, env });
  expect(ofType('judged', parseRecords(verified.stdout))).toHaveLength(1);
});

test.each([
  [['--to', 'http://localhost:1/'], '--to'],
  [['--force'], '--force'],
  [['--format', 'xml'], '--format'],
  [['01KAN'], '01KAN'],
  [['7ZZZ'], '7ZZZ'],
  [['--format', 'curl', '--to', 'ftp://x/'], '--to'],
])('export %s is asked wrongly', async (args, named) => {
  const { status, stdout, stderr } = await exportFrom(await makeThree(), ...args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(named);
});

test('no secret is in any export', async () => {
  const cwd = await makeThree();
  for (const format of ['captures', 'har', 'curl', 'httpie', 'fixture']) {
    const { stdout, stderr } = await run(['history', 'export', '--format', format], {
      cwd,
      env: { FP_WEBHOOKS_SECRET: SECRET },
    });
    expect(stdout + stderr).not.toContain(SECRET.slice(6));
  }
  expect(existsSync(join(cwd, '.fp-webhooks', 'secret'))).toBe(false);
  expect(readFileSync(join(cwd, '.fp-webhooks', '.gitignore'), 'utf8')).toBe('*\n');
});
