import { appendFileSync, existsSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeCapture } from '../../src/core/capture/decode.ts';
import { startApp, verifying } from '../harness/app.ts';
import { run, SECRET, startListener } from '../harness/binary.ts';
import { makeFolder, readFixture, readLines } from '../harness/folder.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver } from '../harness/sender.ts';

const BODY = readFixture('synthetic/vault.updated.card');
const FILE = join('.fp-webhooks', 'captures.ndjson');
const env = { FP_WEBHOOKS_SECRET: SECRET };

/** A folder with a file of two captures and the beginning of a third. */
async function makeTornFile(): Promise<string> {
  const cwd = makeFolder();
  const listener = await startListener([], { cwd });
  for (const id of ['msg_a', 'msg_b', 'msg_c']) await deliver(listener.url, BODY, { id });
  await listener.stop();
  truncateSync(join(cwd, FILE), statSync(join(cwd, FILE)).size - 60);
  return cwd;
}

test('listen goes on after a torn last line: the next capture begins on a line of its own', async () => {
  const cwd = await makeTornFile();
  const listener = await startListener([], { cwd });
  await deliver(listener.url, BODY, { id: 'msg_d' });
  await listener.stop();
  expect(readLines(cwd, FILE).map((line) => decodeCapture(line).kind)).toEqual([
    'capture',
    'capture',
    'torn',
    'capture',
  ]);
});

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

test('a capture torn in the middle of a character is only a torn one, also after listen has gone on', async () => {
  const cwd = makeFolder();
  const body = BODY.toString().replace('{', '{"note":"→",');
  const listen = async () => {
    const listener = await startListener([], { cwd });
    await deliver(listener.url, body);
    await listener.stop();
  };
  await listen();
  await listen();
  const content = readFileSync(join(cwd, FILE));
  truncateSync(join(cwd, FILE), content.lastIndexOf('→') + 2);
  const check = async () => {
    const { stdout, status } = await run(['validate', '--json', FILE], { cwd });
    const findings = ofType('finding', parseRecords(stdout)).filter(({ code }) => code !== 'unknown_field');
    return [status, ...findings.map(({ line, column, code }) => `${line}:${column} ${code}`)];
  };
  expect(await check()).toEqual([0, '2:1 torn_capture']);
  await listen();
  expect(await check()).toEqual([0, '2:1 torn_capture']);
  const app = await startApp(verifying());
  expect(await run(['replay', FILE, '--to', app.url], { cwd, env })).toMatchObject({ status: 0 });
  expect(app.arrivals.map((arrival) => arrival.body.toString())).toEqual([body, body]);
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

test('after kill -9 under load, every delivery that was answered 2xx is kept, and every command reads the file', async () => {
  const cwd = makeFolder();
  const answered: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const listener = await startListener([], { cwd });
    const load = Array.from({ length: 30 }, async (_, index) => {
      const id = `msg_${round}_${index}`;
      const reply = await deliver(listener.url, Buffer.concat([BODY, Buffer.alloc(50_000, ' ')]), { id });
      if (reply.status === 200) answered.push(id);
    });
    const settled = Promise.allSettled(load);
    await listener.wait('received', 3);
    expect(await listener.stop('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
    await settled;
  }
  const last = await startListener([], { cwd });
  await deliver(last.url, BODY, { id: 'msg_last' });
  await last.stop();
  const decoded = readLines(cwd, FILE).map(decodeCapture);
  const kept = decoded.flatMap((each) => (each.kind === 'capture' ? [each.capture.delivery.headers] : []));
  const keptIds = kept.map((headers) => Object.fromEntries(headers)['Svix-Id']);
  expect(keptIds).toEqual(expect.arrayContaining([...answered, 'msg_last']));
  expect(new Set(keptIds).size).toBe(keptIds.length);
  expect(decoded.every(({ kind }) => kind === 'capture' || kind === 'torn')).toBe(true);
  expect(await run(['validate', FILE], { cwd })).toMatchObject({ status: 0 });
  const app = await startApp(verifying());
  expect(await run(['replay', FILE, '--to', app.url], { cwd, env })).toMatchObject({ status: 0 });
  expect(app.arrivals).toHaveLength(kept.length);
});

test('two listeners may keep in the same file', async () => {
  const cwd = makeFolder();
  const listeners = [await startListener([], { cwd }), await startListener([], { cwd })];
  const sending = Array.from({ length: 40 }, (_, index) => deliver(listeners[index % 2]?.url ?? '', BODY));
  await Promise.all(sending);
  for (const listener of listeners) await listener.stop();
  const kinds = readLines(cwd, FILE).map((line) => decodeCapture(line).kind);
  expect(kinds).toEqual(Array(40).fill('capture'));
});

test.skipIf(!existsSync('/dev/full'))(
  'on a full disk the sender is answered 503, so that it tries again, and the user is told',
  async () => {
    const listener = await startListener(['--save', '/dev/full']);
    expect(await deliver(listener.url, BODY)).toMatchObject({ status: 503, body: '{"error":"not_kept"}\n' });
    const { stderr, signal } = await listener.stop();
    expect(signal).toBe('SIGINT');
    expect(parseRecords(stderr)).toMatchObject([
      {
        type: 'notice',
        code: 'not_kept',
        message: 'A delivery was not kept. Cannot write /dev/full: the disk is full.',
      },
    ]);
  },
);

test('a file whose last line is whole is left as it is by the next start', async () => {
  const cwd = makeFolder();
  const first = await startListener([], { cwd });
  await deliver(first.url, BODY);
  await first.stop();
  const before = readFileSync(join(cwd, FILE), 'utf8');
  await (await startListener([], { cwd })).stop();
  expect(readFileSync(join(cwd, FILE), 'utf8')).toBe(before);
});

test('a line that is no capture is refused by replay with its place, and nothing is sent', async () => {
  const cwd = await makeTornFile();
  appendFileSync(join(cwd, FILE), '\n{"capture":1,"id":7}\n');
  const app = await startApp();
  const { status, stderr } = await run(['replay', FILE, '--to', app.url], { cwd, env });
  expect(status).toBe(3);
  expect(stderr).toContain(`${FILE}:4`);
  expect(app.arrivals).toEqual([]);
});
