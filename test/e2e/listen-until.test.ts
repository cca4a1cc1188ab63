import { expect, test } from 'vitest';
import { hanging, startApp } from '../harness/app.ts';
import { readFixture } from '../harness/folder.ts';
import { readCaptures } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver } from '../harness/sender.ts';

const { startListener } = mostlyInside();

const BODY = readFixture('onboarding.completed');
const UPDATED = readFixture('vault.updated');

test('--count ends with 0 after so many deliveries, verified or not, and all are answered', async () => {
  const listener = await startListener(['--count', '3']);
  expect(await deliver(listener.url, BODY)).toMatchObject({ status: 200 });
  expect(await deliver(listener.url, BODY, { offsetSeconds: -900 })).toMatchObject({ status: 400 });
  expect(await deliver(listener.url, 'not json')).toMatchObject({ status: 200 });
  const { status, signal, stdout, stderr } = await listener.ended;
  expect([status, signal, stderr]).toEqual([0, null, '']);
  expect(parseRecords(stdout).at(-1)).toMatchObject({ type: 'summary', received: 3, verified: 2, failed: 1 });
  // The diagnosis of the one that failed is not lost.
  expect(ofType('diagnosed', parseRecords(stdout))).toHaveLength(1);
  expect(await readCaptures(listener.cwd)).toHaveLength(3);
});

test('--count counts only what the filter lets through', async () => {
  const listener = await startListener(['--no-save', '--count', '1', '--event', 'vault.updated']);
  await deliver(listener.url, BODY);
  await deliver(listener.url, UPDATED);
  const { status, stdout } = await listener.ended;
  expect(status).toBe(0);
  expect(parseRecords(stdout).at(-1)).toMatchObject({ received: 2, filtered: 1 });
});

test('--for ends with 0 when the time is up, also when nothing has come', async () => {
  const started = performance.now();
  const listener = await startListener(['--no-save', '--for', '700ms']);
  const { status, stdout } = await listener.ended;
  expect(status).toBe(0);
  expect(performance.now() - started).toBeGreaterThanOrEqual(700);
  expect(parseRecords(stdout).at(-1)).toMatchObject({ type: 'summary', received: 0 });
});

test('--count and --for end with whichever comes first', async () => {
  const listener = await startListener(['--no-save', '--count', '1', '--for', '10m']);
  await deliver(listener.url, BODY);
  expect(await listener.ended).toMatchObject({ status: 0 });
});

test('an app that hangs delays the end by no more than its answer may take, and what waited behind it is kept as not sent', async () => {
  const app = await startApp(hanging());
  const listener = await startListener(['--forward', app.url, '--ack', 'verified', '--count', '3'], {
    waits: { answerMs: 300, drainMs: 500 },
  });
  for (const id of ['msg_1', 'msg_2', 'msg_3']) await deliver(listener.url, BODY, { id });
  expect(await listener.ended).toMatchObject({ status: 0 });
  const forwardings = (await readCaptures(listener.cwd)).map(({ forwardings }) => forwardings?.[0]?.error);
  expect(forwardings).toEqual([
    'no answer within 0.3 s',
    'given up: the listener ended before the app answered',
    'not sent: the listener ended before its turn came',
  ]);
});
