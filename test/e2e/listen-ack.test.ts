import { expect, test } from 'vitest';
import { answering, findDeadUrl, startApp } from '../harness/app.ts';
import type { Listener } from '../harness/binary.ts';
import { readFixture } from '../harness/folder.ts';
import { readCaptures } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver, type Signing } from '../harness/sender.ts';

const { startListener } = mostlyInside();

const BODY = readFixture('onboarding.completed');
const FORGED: Signing = { offsetSeconds: -400 };

/** What senders get for a delivery that is verified and for one that is not. */
async function statuses({ url }: Pick<Listener, 'url'>) {
  const replies = [await deliver(url, BODY), await deliver(url, BODY, FORGED)];
  return replies.map(({ status }) => status);
}

test.each([
  ['always', [200, 200]],
  ['verified', [200, 400]],
  ['app', [418, 400]],
  [undefined, [418, 400]],
] as const)('with an app and --ack %s, senders get %j', async (ack, expected) => {
  const app = await startApp(answering(418));
  const flags = ack === undefined ? [] : ['--ack', ack];
  const listener = await startListener(['--forward', app.url, ...flags]);
  expect(await statuses(listener)).toEqual(expected);
  // What is not verified never reaches the app.
  await listener.wait('forwarded');
  expect(app.arrivals).toHaveLength(1);
  await listener.stop();
  const kept = await readCaptures(listener.cwd);
  const by = expected[0] === 418 ? 'app' : 'listener';
  expect(kept.map(({ answer }) => answer)).toEqual([
    { by, status: expected[0] },
    { by: 'listener', status: expected[1] },
  ]);
  expect(kept[0]?.forwardings).toMatchObject([{ url: app.url, status: 418 }]);
});

test.each([
  ['always', [200, 200]],
  ['verified', [200, 400]],
  [undefined, [200, 400]],
] as const)('without an app and with --ack %s, senders get %j', async (ack, expected) => {
  const listener = await startListener(ack === undefined ? [] : ['--ack', ack]);
  expect(await statuses(listener)).toEqual(expected);
});

test.each([
  ['always', 200],
  ['verified', 200],
  ['app', 502],
] as const)('with an app that is down and --ack %s, the sender gets %i', async (ack, status) => {
  const listener = await startListener(['--forward', await findDeadUrl(), '--ack', ack]);
  expect(await deliver(listener.url, BODY)).toMatchObject({ status });
  const [forwarded] = await listener.wait('forwarded');
  expect(forwarded).toMatchObject({ status: null, error: { code: 'refused' } });
  expect(forwarded?.answerStatus).toBe(ack === 'app' ? 502 : undefined);
});

/** An app that answers when it is told to. */
async function startHeldApp() {
  const open: (() => void)[] = [];
  const app = await startApp((_, response) => void open.push(() => response.end('done')));
  return { ...app, finish: () => open.shift()?.() };
}

test('with --ack verified the sender is answered while the app still works, and Ctrl-C waits for the app', async () => {
  const app = await startHeldApp();
  const listener = await startListener(['--forward', app.url, '--ack', 'verified']);
  expect(await deliver(listener.url, BODY)).toMatchObject({ status: 200, body: '{"verdict":"valid"}\n' });
  await app.arrived(1);
  const ended = listener.stop();
  await listener.until(({ stderr }) => stderr().includes('draining'));
  expect(listener.stderr()).toContain('Finishing a delivery that is in flight');
  app.finish();
  const { stdout, signal } = await ended;
  expect(signal).toBe('SIGINT');
  const records = parseRecords(stdout);
  expect(ofType('forwarded', records)).toMatchObject([{ status: 200 }]);
  expect(records.at(-1)).toMatchObject({ type: 'summary', forwarded: 1 });
  expect(await readCaptures(listener.cwd)).toMatchObject([
    { answer: { by: 'listener', status: 200 }, forwardings: [{ status: 200 }] },
  ]);
});

test('with --ack app the sender waits for the app, and is counted once as in flight', async () => {
  const app = await startHeldApp();
  const listener = await startListener(['--forward', app.url]);
  const reply = deliver(listener.url, BODY);
  await app.arrived(1);
  const ended = listener.stop();
  await listener.until(({ stderr }) => stderr().includes('draining'));
  expect(listener.stderr()).toContain('Finishing a delivery that is in flight');
  app.finish();
  expect(await reply).toMatchObject({ status: 200, body: 'done' });
  await ended;
});

test('an app that takes its time is said to, and its answer comes after that', async () => {
  const app = await startHeldApp();
  const listener = await startListener(['--forward', app.url]);
  const reply = deliver(listener.url, BODY);
  const [waiting] = await listener.wait('waiting');
  expect(waiting).toMatchObject({ url: app.url, afterMs: 1_000 });
  app.finish();
  await reply;
  await listener.wait('forwarded');
  const types = listener.records().map(({ type }) => type);
  expect(types).toEqual(['ready', 'received', 'waiting', 'forwarded']);
});
