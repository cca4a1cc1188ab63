import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type App, answering, findDeadUrl, startApp, verifying } from '../harness/app.ts';
import { SECRET } from '../harness/binary.ts';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { readCaptures } from '../harness/history.ts';
import { mostlyInside, startInside } from '../harness/inside.ts';
import { lockFile } from '../harness/lock.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();

const env = { FP_WEBHOOKS_SECRET: SECRET };
const HISTORY = join('.fp-webhooks', 'history.db');

async function save(app: Pick<App, 'url'>, ...args: readonly string[]) {
  const cwd = makeFolder();
  const ended = await run(['replay', '--save', '--json', '--to', app.url, ...args], { cwd, env });
  return { ...ended, cwd, records: parseRecords(ended.stdout) };
}

test('--save keeps what was sent and what was answered, and the commands of the history show it', async () => {
  const app = await startApp(answering(500, 'oops', { 'x-app': 'yes' }));
  const { cwd, records } = await save(app, 'vault.updated');
  const [capture, ...others] = await readCaptures(cwd);
  expect(others).toEqual([]);
  const [arrival] = app.arrivals;
  const messageId = ofType('sent', records)[0]?.svixId;
  expect(capture).toMatchObject({
    delivery: { method: 'POST', path: '/hooks?a=1' },
    verdict: { kind: 'valid' },
    answer: { by: 'app', status: 500 },
    forwardings: [{ url: app.url, status: 500 }],
  });
  expect(Buffer.from(capture?.delivery.body ?? []).equals(readFixture('vault.updated'))).toBe(true);
  for (const header of capture?.delivery.headers ?? []) expect(arrival?.headers).toContainEqual(header);
  expect(capture?.delivery.headers).toContainEqual(['Svix-Id', messageId]);
  expect(Buffer.from(capture?.forwardings?.[0]?.body ?? []).toString()).toBe('oops');
  expect(records.at(-1)).toMatchObject({ history: HISTORY });
  expect(statSync(join(cwd, HISTORY)).mode & 0o777).toBe(0o600);
  const listed = await run(['history', 'list', '--status', '5xx', '--json'], { cwd });
  expect(ofType('kept', parseRecords(listed.stdout))).toMatchObject([{ svixId: messageId }]);
});

test('every attempt and every copy is kept, and so is that nobody answered', async () => {
  const app = await startApp(answering(503));
  const retry = ['--retry', 'svix', '--retries', '1', '--time-scale', '100000', '--duplicate', '1'];
  const { cwd } = await save(app, 'vault.updated', ...retry);
  const captures = await readCaptures(cwd);
  expect(captures.map(({ answer }) => answer?.status)).toEqual([503, 503, 503, 503]);
  const dead = await save({ url: await findDeadUrl() }, 'vault.updated');
  expect(dead.status).toBe(4);
  expect(await readCaptures(dead.cwd)).toMatchObject([
    { answer: { status: null }, forwardings: [{ status: null, error: 'connection refused' }] },
  ]);
});

test('what is kept can be sent again as the same message, from another file as well', async () => {
  const app = await startApp(verifying());
  const { cwd } = await save(app, 'onboarding.completed', '--history', 'sent.db');
  const exported = await run(['history', 'export', '--history', 'sent.db', '-o', 'sent.ndjson'], { cwd });
  expect(exported.status).toBe(0);
  expect(existsSync(join(cwd, HISTORY))).toBe(false);
  const again = await run(['replay', 'sent.ndjson', '--to', app.url], { cwd, env });
  expect(again.status).toBe(0);
  const [first, second] = app.arrivals;
  expect(second?.parsed['svix-id']).toBe(first?.parsed['svix-id']);
  expect(second?.body.equals(first?.body ?? Buffer.of())).toBe(true);
});

test('without --save nothing is kept', async () => {
  const app = await startApp();
  const cwd = makeFolder();
  await run(['replay', 'vault.updated', '--to', app.url], { cwd, env });
  expect(existsSync(join(cwd, HISTORY))).toBe(false);
});

test('a history that cannot be opened is told before anything is sent', async () => {
  const app = await startApp();
  const { status, stderr } = await save(
    app,
    'vault.updated',
    '--history',
    join(import.meta.filename, 'h.db'),
  );
  expect([status, app.arrivals]).toEqual([3, []]);
  expect(stderr).toContain('h.db');
});

test('what could not be kept is a failure, but what was sent is still told', async () => {
  const answers: (() => void)[] = [];
  const app = await startApp((_, response) => void answers.push(() => response.writeHead(204).end()));
  const cwd = makeFolder();
  const args = ['replay', 'vault.updated', '--save', '--json', '--to', app.url];
  const replay = startInside(args, { cwd, env, waits: { lockMs: 200 } });
  await app.arrived(1);
  const release = await lockFile(join(cwd, HISTORY));
  for (const answer of answers) answer();
  const { stdout, stderr, status } = await replay.ended;
  await release();
  expect(status).toBe(3);
  expect(parseRecords(stdout)).toMatchObject([
    { type: 'sent', ok: true },
    { type: 'summary', ok: 1 },
  ]);
  expect(parseRecords(stderr)).toMatchObject([
    {
      type: 'error',
      code: 'history_locked',
      message: expect.stringContaining('Not everything that was sent is kept'),
    },
  ]);
});
