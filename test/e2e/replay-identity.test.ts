import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toRelayedHeaders } from '../../src/core/delivery/relayed-headers.ts';
import { startApp, verifying } from '../harness/app.ts';
import { SECRET, startListener } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { writeCaptureFile } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { send, signedHeaders } from '../harness/sender.ts';

const { run } = mostlyInside();

const env = { FP_WEBHOOKS_SECRET: SECRET };
const ODD = Buffer.from(
  '\r\n { "fp_id":"fp_id_test_abcdef", "n": 1.50e+2,\t"timestamp":"2025-05-05T18:40:46.2Z" }\n',
);

/** A file with two captures of one message, as of an attempt and its retry, in a folder of its own. */
async function makeCaptures() {
  const listener = await startListener();
  const sent = [-200, -150].map((offsetSeconds) => [
    ['X-Twice', '1'] as const,
    ['x-twice', '2'] as const,
    ['accept-ENCODING', 'gzip'] as const,
    ...signedHeaders(ODD, { id: 'msg_old', offsetSeconds }),
  ]);
  for (const headers of sent) await send(listener.url, { headers, body: ODD });
  await listener.wait('received', 2);
  await listener.stop();
  return { cwd: listener.cwd, file: await writeCaptureFile(listener.cwd), sent };
}

async function replay(cwd: string, ...args: readonly string[]) {
  const app = await startApp(verifying());
  const ended = await run(['replay', '--json', '--to', app.url, ...args], { cwd, env });
  const ids = app.arrivals.map(({ parsed }) => parsed['svix-id'] ?? '');
  return { ...ended, app, ids, records: parseRecords(ended.stdout) };
}

const now = () => Math.floor(Date.now() / 1_000);

test('--original sends captures byte for byte: body, headers, id, time and signature, one by one and in bulk', async () => {
  const { cwd, file, sent } = await makeCaptures();
  for (const bulk of [[], ['--concurrency', '1']]) {
    const { app, status, stderr } = await replay(cwd, file, '--original', ...bulk);
    expect([status, stderr]).toEqual([0, '']);
    expect(app.arrivals.map(({ headers }) => toRelayedHeaders(headers))).toEqual(sent);
    expect(app.arrivals.map(({ body }) => body)).toEqual([ODD, ODD]);
  }
});

test('--original says when what it sends is too old to be taken, unless something else is expected', async () => {
  const headers = signedHeaders(ODD, { id: 'msg_old', offsetSeconds: -7_200 });
  const listener = await startListener();
  await send(listener.url, { headers, body: ODD });
  await listener.stop();
  const args = [await writeCaptureFile(listener.cwd), '--original'];
  const { status, stderr, stdout } = await replay(listener.cwd, ...args);
  expect([status, stderr]).toEqual([1, expect.stringContaining('--original sends a signature that is 2 h')]);
  // It is no question of the secret.
  expect(stdout).toContain('It was refused, as it should be: its time is more than 5 minutes from now.');
  expect(stdout).not.toContain('same secret');
  const expected = await replay(listener.cwd, ...args, '--expect', '4xx');
  expect([expected.status, expected.stderr]).toEqual([0, '']);
});

test('--original sends no capture whose headers HTTP cannot carry, and names it', async () => {
  const { cwd, file } = await makeCaptures();
  const lines = readFileSync(join(cwd, file), 'utf8').trim().split('\n');
  const other = join(cwd, 'other.ndjson');
  writeFileSync(other, `${lines[0]}\n${lines[1]?.replace('x-twice', ':method')}\n`);
  const { app, status, records } = await replay(cwd, other, '--original');
  expect([status, app.arrivals.length]).toEqual([1, 1]);
  expect(records[1]).toMatchObject({
    error: { message: expect.stringContaining('the header ":method" of ') },
  });
});

test('a capture that was changed keeps its id and says so, --new-id gives both attempts one other', async () => {
  const { cwd, file } = await makeCaptures();
  const set = ['--set', 'note=x', '--allow-invalid'];
  const kept = await replay(cwd, file, ...set);
  expect([kept.status, kept.ids]).toEqual([0, ['msg_old', 'msg_old']]);
  expect(kept.stderr).toContain('2 changed captures keep their ids');
  const renewed = await replay(cwd, file, ...set, '--new-id');
  const [first, second] = renewed.ids;
  expect([first, second]).toEqual([expect.stringMatching(/^msg_(?!old)/), first]);
  expect(renewed.stderr).not.toContain('keep');
});

test('--fresh makes new messages about one new person, now, and touches nothing else', async () => {
  const { cwd, file } = await makeCaptures();
  const { app, status, ids } = await replay(cwd, file, '--fresh');
  expect(status).toBe(0);
  expect(ids).not.toContain('msg_old');
  const texts = app.arrivals.map(({ body }) => body.toString());
  const form =
    /^\r\n \{ "fp_id":"(fp_id_test_(?!abcdef)\w{6})", "n": 1\.50e\+2,\t"timestamp":"(.{19})\.2Z" \}\n$/;
  const [, id = '', time = ''] = form.exec(texts[0] ?? '') ?? [];
  expect([id, texts[1]]).toEqual([expect.stringMatching(/^fp_id_test_/), texts[0]]);
  expect(Math.abs(Date.parse(`${time}Z`) / 1_000 - now())).toBeLessThan(30);
});

test('--id is kept by copies, retries and in bulk, and --timestamp by every attempt', async () => {
  const cwd = makeFolder();
  const flags = ['vault.updated', '--id', 'msg_mine', '--timestamp', '-3m'];
  const single = await replay(cwd, ...flags, '--duplicate', '1');
  expect([single.status, single.ids]).toEqual([0, ['msg_mine', 'msg_mine']]);
  const bulk = await replay(cwd, ...flags, '--concurrency', '1', '--duplicate', '1');
  expect([bulk.status, bulk.ids]).toEqual([0, ['msg_mine', 'msg_mine']]);
  const again = ['--retry', 'svix', '--retries', '1', '--time-scale', '100000', '--timestamp', '1614265330'];
  const late = await replay(cwd, 'vault.updated', '--id', 'msg_mine', ...again);
  expect([late.status, late.ids]).toEqual([1, ['msg_mine', 'msg_mine']]);
  expect([single.stderr, bulk.stderr]).toEqual(['', '']);
  expect(late.stderr).toContain('--timestamp makes a signature that is');
  const times = (run: typeof late) => run.app.arrivals.map(({ parsed }) => Number(parsed['svix-timestamp']));
  expect(times(late)).toEqual([1_614_265_330, 1_614_265_330]);
  for (const seconds of [...times(single), ...times(bulk)]) {
    expect(seconds).toBeLessThanOrEqual(now() - 180);
    expect(seconds).toBeGreaterThan(now() - 299);
  }
  expect(ofType('sent', late.records)[0]).toMatchObject({ svixId: 'msg_mine' });
});

test.each([
  [['vault.updated', '--original'], '--original sends captures exactly as they came, and vault.updated is'],
  [['vault.updated', 'user.manual_review', '--id', 'a'], '--id is the id of one message, and 2 messages are'],
  [['vault.updated', '--count', '5', '--id', 'a'], '5 messages are to be sent'],
  [['vault.updated', '--duration', '1s', '--id', 'a'], 'more than one message is to be sent'],
  [['vault.updated', '--id', 'a\nb'], '--id'],
  [['vault.updated', '--timestamp', '6m'], '-6m, +10m'],
  [['vault.updated', '--timestamp', '-99999d'], 'from 1970 on'],
  [['vault.updated', '--id', 'a', '--new-id'], '--new-id makes an id of its own'],
])('%j is asked wrongly', async (args, message) => {
  const { stdout, stderr, status } = await run(['replay', ...args], { env });
  expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
});
