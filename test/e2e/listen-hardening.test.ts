import { rmSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answering, startApp } from '../harness/app.ts';
import { SECRET, start } from '../harness/binary.ts';
import { readHistory } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { deliver, send } from '../harness/sender.ts';

const { run, startListener } = mostlyInside();

test('a body of 100,000 levels neither ends the listener nor is lost', async () => {
  const listener = await startListener(['--show-pii']);
  const body = `{"event_kind":"x","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  expect(await send(listener.url, { body })).toMatchObject({ status: 400 });
  expect(await deliver(listener.url, '{"event_kind":"x"}')).toMatchObject({ status: 200 });
  expect(await readHistory(listener.cwd)).toHaveLength(2);
});

test('the second delivery of a message is attempt 2, and the advice is to do nothing more', async () => {
  const listener = await startListener();
  const payload =
    '{"event_kind":"footprint.user.manual_review","fp_id":"fp_id_xyz","is_live":false,"timestamp":"2026-11-22T09:00:00Z"}';
  for (let count = 0; count < 2; count += 1) await deliver(listener.url, payload, { id: 'msg_again' });
  const received = await listener.wait('received', 2);
  expect(received.map(({ attempt }) => attempt)).toEqual([1, 2]);
  expect(received.map(({ advice }) => advice?.code)).toEqual(['refetch_status', 'ignore_duplicate']);
});

test('a listener refuses to forward to itself', async () => {
  const { stderr, status } = await run(['listen', '--port', '0', '--no-save'], {
    env: { FP_WEBHOOKS_SECRET: '' },
  });
  expect([status, stderr]).toEqual([2, expect.stringContaining('FP_WEBHOOKS_SECRET is empty')]);
  const free = await startListener();
  const { port } = new URL(free.url);
  await free.stop();
  const own = await run(['listen', '--port', port, '--forward', `http://localhost:${port}/x`], {
    env: { FP_WEBHOOKS_SECRET: SECRET },
  });
  expect([own.status, own.stdout]).toEqual([2, '']);
  expect(own.stderr).toContain('The --forward URL is that of this listener itself.');
});

test('an app that answers with no status of HTTP gave no answer: the sender gets 502', async () => {
  const app = await startApp(answering(999));
  const listener = await startListener(['--forward', app.url]);
  expect(await deliver(listener.url, '{"event_kind":"x"}')).toMatchObject({ status: 502 });
  expect(await listener.wait('forwarded')).toMatchObject([{ status: null, error: { code: 'not_http' } }]);
});

test('a history that was deleted while listening is made anew', async () => {
  const listener = await startListener();
  await deliver(listener.url, '{"event_kind":"x"}');
  rmSync(join(listener.cwd, '.fp-webhooks'), { recursive: true });
  expect(await deliver(listener.url, '{"event_kind":"y"}')).toMatchObject({ status: 200 });
  expect(await readHistory(listener.cwd)).toHaveLength(1);
});

test('an interrupt does not wait for a request that has come only in part', async () => {
  const listener = await startListener();
  const half = request(listener.url, { method: 'POST', headers: { 'content-length': '100' } });
  half.on('error', () => undefined).write('{');
  await deliver(listener.url, '{"event_kind":"x"}');
  const begun = performance.now();
  await listener.stop();
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test('with only the development secret, a mismatch says first that no real one is known', async () => {
  const listener = start(['listen', '--port', '0', '--no-save']);
  await listener.until(({ stdout }) => stdout().includes('replay onboarding.completed'));
  const url = /http:\S+/.exec(listener.stdout())?.[0] ?? '';
  await deliver(url, '{"event_kind":"x"}');
  await listener.until(({ stdout }) =>
    stdout().includes('Only the development secret of this folder is known here.'),
  );
});
