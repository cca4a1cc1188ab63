import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startApp, verifying } from '../harness/app.ts';
import { SECRET } from '../harness/binary.ts';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { writeCaptureFile } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver } from '../harness/sender.ts';

const { run, startListener } = mostlyInside();

const BODY = readFixture('synthetic/vault.updated.card');
const FILE = 'captures.ndjson';
const env = { FP_WEBHOOKS_SECRET: SECRET };

/** A folder with a file of two captures and the beginning of a third. */
async function makeTornFile(): Promise<string> {
  const cwd = makeFolder();
  const listener = await startListener([], { cwd });
  for (const id of ['msg_a', 'msg_b', 'msg_c']) await deliver(listener.url, BODY, { id });
  await listener.stop();
  await writeCaptureFile(cwd);
  truncateSync(join(cwd, FILE), statSync(join(cwd, FILE)).size - 60);
  return cwd;
}

test('validate reads a file with a torn last line, and warns of it with its place', async () => {
  const cwd = await makeTornFile();
  const { stdout, status } = await run(['validate', '--json', FILE], { cwd });
  const records = parseRecords(stdout);
  expect(status).toBe(0);
  expect(ofType('finding', records)).toMatchObject([
    { severity: 'warning', code: 'torn_capture', file: FILE, line: 3, column: 1 },
  ]);
  expect(records.at(-1)).toMatchObject({ payloads: 2, errors: 0, warnings: 1 });
});

test('replay sends the whole captures of a file with a torn last line, and says what it skips', async () => {
  const cwd = await makeTornFile();
  const app = await startApp(verifying());
  const { stdout, stderr, status } = await run(['replay', '--json', '--to', app.url, FILE], { cwd, env });
  expect(status).toBe(0);
  expect(app.arrivals.map(({ parsed }) => parsed['svix-id'])).toEqual(['msg_a', 'msg_b']);
  expect(ofType('sent', parseRecords(stdout)).map(({ source }) => source)).toEqual([FILE, `${FILE}:2`]);
  expect(parseRecords(stderr)).toMatchObject([
    { type: 'notice', code: 'torn_capture', message: expect.stringContaining(`${FILE}:3:`) },
  ]);
});

test('a capture torn in the middle of a character is only a torn one, also with others behind it', async () => {
  const cwd = makeFolder();
  const body = BODY.toString().replace('{', '{"note":"→",');
  const listener = await startListener([], { cwd });
  for (let count = 0; count < 3; count += 1) await deliver(listener.url, body);
  await listener.stop();
  const content = readFileSync(join(cwd, await writeCaptureFile(cwd)));
  const lines = content.toString().split('\n');
  const [first = '', second = '', third = ''] = lines.map((line) => Buffer.from(line));
  const torn = Buffer.from(second).subarray(0, second.lastIndexOf('→') + 2);
  const check = async () => {
    const { stdout, status } = await run(['validate', '--json', FILE], { cwd });
    const findings = ofType('finding', parseRecords(stdout)).filter(({ code }) => code !== 'unknown_field');
    return [status, ...findings.map(({ line, column, code }) => `${line}:${column} ${code}`)];
  };
  writeFileSync(join(cwd, FILE), Buffer.concat([Buffer.from(first), NEW_LINE, torn]));
  expect(await check()).toEqual([0, '2:1 torn_capture']);
  writeFileSync(
    join(cwd, FILE),
    Buffer.concat([Buffer.from(first), NEW_LINE, torn, NEW_LINE, Buffer.from(third)]),
  );
  expect(await check()).toEqual([0, '2:1 torn_capture']);
  const app = await startApp(verifying());
  expect(await run(['replay', FILE, '--to', app.url], { cwd, env })).toMatchObject({ status: 0 });
  expect(app.arrivals.map((arrival) => arrival.body.toString())).toEqual([body, body]);
});

const NEW_LINE = Buffer.from('\n');

test('a line that is no capture is refused by replay with its place, and nothing is sent', async () => {
  const cwd = await makeTornFile();
  appendFileSync(join(cwd, FILE), '\n{"capture":1,"id":7}\n');
  const app = await startApp();
  const { status, stderr } = await run(['replay', FILE, '--to', app.url], { cwd, env });
  expect(status).toBe(3);
  expect(stderr).toContain(`${FILE}:4`);
  expect(app.arrivals).toEqual([]);
});
