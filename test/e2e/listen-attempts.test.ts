import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { startApp } from '../harness/app.ts';
import { SECRET, start } from '../harness/binary.ts';
import { readFixture } from '../harness/folder.ts';
import { readCaptures } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver } from '../harness/sender.ts';

const { startListener } = mostlyInside();

const BODY = readFixture('onboarding.completed');
const OTHER = readFixture('vault.updated');

test('the same svix-id again is a further attempt, with the time since the first and whether the body is the same', async () => {
  const listener = await startListener();
  await deliver(listener.url, BODY, { id: 'msg_1' });
  await deliver(listener.url, BODY, { id: 'msg_2' });
  await deliver(listener.url, BODY, { id: 'msg_1' });
  await deliver(listener.url, OTHER, { id: 'msg_1' });
  await deliver(listener.url, BODY, { id: 'msg_1' });
  const [first, other, second, third, fourth] = await listener.wait('received', 5);
  expect([first?.attempt, other?.attempt]).toEqual([1, 1]);
  expect(first).not.toHaveProperty('firstAttempt');
  expect(second).toMatchObject({ attempt: 2, firstAttempt: { sameBody: true } });
  expect(third).toMatchObject({ attempt: 3, firstAttempt: { sameBody: false } });
  expect(fourth).toMatchObject({ attempt: 4, firstAttempt: { sameBody: false } });
  const seconds = (Date.parse(fourth?.receivedAt ?? '') - Date.parse(first?.receivedAt ?? '')) / 1_000;
  expect(fourth?.firstAttempt?.secondsAgo).toBeCloseTo(seconds, 3);
});

test('attempts that are not verified, and those that the filter holds back, count as well', async () => {
  const listener = await startListener(['--event', 'vault.updated']);
  await deliver(listener.url, BODY, { id: 'msg_1' });
  await deliver(listener.url, OTHER, { id: 'msg_1', offsetSeconds: -900 });
  await deliver(listener.url, OTHER, { id: 'msg_1' });
  const received = await listener.wait('received', 2);
  expect(received).toMatchObject([
    { attempt: 2, verdict: { kind: 'timestamp_out_of_range' }, firstAttempt: { sameBody: false } },
    { attempt: 3, verdict: { kind: 'valid' } },
  ]);
});

test('a listener that is started again knows the attempts before it, and says so to people', async () => {
  const before = await startListener();
  await deliver(before.url, BODY, { id: 'msg_1' });
  await before.stop();
  const running = start(['listen', '--port', '0'], { cwd: before.cwd, env: { FP_WEBHOOKS_SECRET: SECRET } });
  await running.until(({ stdout }) => stdout().includes('Ready:'));
  const url = /http:\S+/.exec(running.stdout())?.[0] ?? '';
  await deliver(url, BODY, { id: 'msg_1' });
  await deliver(url, BODY, { id: 'msg_1', secret: 'whsec_plJ3nmyCDGBKInavdOK15jsl' });
  running.child.kill('SIGINT');
  const { stdout } = await running.ended;
  expect(stdout.replace(/\s+/g, ' ')).toMatch(/ attempt 2, \d+ m?s after the first/);
  expect(stdout.replace(/\s+/g, ' ')).toMatch(/does not match attempt 3, \d+ m?s after the first/);
});

test('with --no-save attempts are known for as long as the listener runs', async () => {
  const listener = await startListener(['--no-save']);
  await deliver(listener.url, BODY, { id: 'msg_1' });
  await deliver(listener.url, BODY, { id: 'msg_1' });
  expect((await listener.wait('received', 2))[1]).toMatchObject({
    attempt: 2,
    firstAttempt: { sameBody: true },
  });
});

test('a delivery that cannot be kept is answered 503, shown, and not passed on, counted or expected', async () => {
  const app = await startApp();
  const listener = await startListener(['--forward', app.url, '--expect', 'onboarding.completed'], {
    waits: { lockMs: 200 },
  });
  const blocker = new DatabaseSync(join(listener.cwd, '.fp-webhooks', 'history.db'));
  blocker.exec('BEGIN IMMEDIATE');
  const refused = await deliver(listener.url, BODY, { id: 'msg_1' });
  expect(refused).toMatchObject({ status: 503, body: '{"error":"not_kept"}\n' });
  expect(await listener.wait('received')).toMatchObject([{ attempt: 1, answerStatus: 503 }]);
  expect(listener.stderr()).toContain('"not_kept"');
  expect(app.arrivals).toEqual([]);
  blocker.exec('ROLLBACK');
  blocker.close();
  expect(await deliver(listener.url, BODY, { id: 'msg_1' })).toMatchObject({ status: 200 });
  const { status, stdout } = await listener.ended;
  expect(status).toBe(0);
  expect(app.arrivals).toHaveLength(1);
  const records = parseRecords(stdout);
  expect(ofType('received', records)[1]).toMatchObject({ attempt: 1 });
  expect(records.at(-1)).toMatchObject({ received: 2, notKept: 1 });
  expect(await readCaptures(listener.cwd)).toHaveLength(1);
});
