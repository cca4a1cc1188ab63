import { expect, test } from 'vitest';
import { startApp } from '../harness/app.ts';
import { readFixture } from '../harness/folder.ts';
import { readCaptures } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver, openWire, signedHeaders } from '../harness/sender.ts';

const { startListener } = mostlyInside();

const BODY = readFixture('onboarding.completed');

test('--respond answers the attempts of each message in turn, and stays with the last', async () => {
  const listener = await startListener(['--respond', '500, 503,200']);
  const turns = [
    ['msg_1', 500],
    ['msg_2', 500],
    ['msg_1', 503],
    ['msg_1', 200],
    ['msg_2', 503],
    ['msg_1', 200],
  ] as const;
  for (const [id, status] of turns)
    expect(await deliver(listener.url, BODY, { id })).toMatchObject({ status });
  const { stdout } = await listener.stop();
  const received = ofType('received', parseRecords(stdout));
  expect(received.map(({ answerStatus, onPurpose }) => [answerStatus, onPurpose])).toEqual(
    turns.map(([, status]) => [status, true]),
  );
  const kept = await readCaptures(listener.cwd);
  expect(kept.map(({ answer }) => answer?.status)).toEqual(turns.map(([, status]) => status));
});

test('what is not verified is answered on purpose as well', async () => {
  const listener = await startListener(['--no-save', '--respond', '204']);
  expect(await deliver(listener.url, BODY, { offsetSeconds: -900 })).toMatchObject({ status: 204, body: '' });
});

test('with an app, the sender is answered on purpose, and the app gets the delivery all the same', async () => {
  const app = await startApp();
  const listener = await startListener(['--forward', app.url, '--respond', '500']);
  expect(await deliver(listener.url, BODY)).toMatchObject({ status: 500 });
  expect(await listener.wait('forwarded')).toMatchObject([{ status: 200 }]);
  expect(app.arrivals).toHaveLength(1);
  await listener.stop();
  expect(await readCaptures(listener.cwd)).toMatchObject([
    { answer: { by: 'listener', status: 500 }, forwardings: [{ status: 200 }] },
  ]);
});

test('--delay holds back every answer, and Ctrl-C does not wait for it', async () => {
  const slow = await startListener(['--no-save', '--delay', '300ms']);
  const started = performance.now();
  expect(await deliver(slow.url, BODY)).toMatchObject({ status: 200 });
  expect(performance.now() - started).toBeGreaterThanOrEqual(299);
  const slower = await startListener(['--no-save', '--delay', '10m']);
  const reply = deliver(slower.url, BODY);
  await slower.wait('received');
  const ended = slower.stop();
  expect(await reply).toMatchObject({ status: 200 });
  expect(await ended).toMatchObject({ signal: 'SIGINT' });
});

test('--for does not wait for --delay either', async () => {
  const listener = await startListener(['--no-save', '--delay', '10m', '--for', '1s']);
  expect(await deliver(listener.url, BODY)).toMatchObject({ status: 200 });
  expect(await listener.ended).toMatchObject({ status: 0 });
});

async function failuresWith(...flags: string[]): Promise<boolean[]> {
  const listener = await startListener(['--no-save', ...flags]);
  const failures: boolean[] = [];
  for (let count = 0; count < 30; count += 1)
    failures.push((await deliver(listener.url, BODY)).status === 500);
  return failures;
}

test('--fail-rate answers 500 to a share of the deliveries, with the same --seed to the same ones', async () => {
  const first = await failuresWith('--fail-rate', '0.4', '--seed', '7');
  expect(first).toContain(true);
  expect(first).toContain(false);
  expect(await failuresWith('--fail-rate', '0.4', '--seed', '7')).toEqual(first);
  expect(await failuresWith('--fail-rate', '.4', '--seed', '8')).not.toEqual(first);
});

test('--fail-rate 0 fails none and --fail-rate 1 all', async () => {
  expect(await failuresWith('--fail-rate', '0')).not.toContain(true);
  expect(await failuresWith('--fail-rate', '1')).not.toContain(false);
});

test('--drop closes the connection without a byte, and the delivery is kept', async () => {
  const listener = await startListener(['--drop']);
  const head = signedHeaders(BODY).map(([name, value]) => `${name}: ${value}\r\n`);
  const wire = openWire(
    listener.url,
    `POST / HTTP/1.1\r\nHost: a\r\n${head.join('')}Content-Length: ${BODY.length}\r\n\r\n${BODY.toString('latin1')}`,
  );
  expect(await wire.reply()).toBe('');
  expect(await listener.wait('received')).toMatchObject([{ answerStatus: null, onPurpose: true }]);
  const { stdout } = await listener.stop();
  expect(parseRecords(stdout).at(-1)).toMatchObject({ received: 1, verified: 1 });
  expect(await readCaptures(listener.cwd)).toMatchObject([{ answer: { by: 'listener', status: null } }]);
});

test('with --fail-rate, --drop takes the place of the 500', async () => {
  const listener = await startListener(['--no-save', '--drop', '--fail-rate', '0.5', '--seed', '3']);
  const outcomes: string[] = [];
  for (let count = 0; count < 12; count += 1)
    outcomes.push(
      await deliver(listener.url, BODY).then(
        ({ status }) => String(status),
        () => 'closed',
      ),
    );
  expect(new Set(outcomes)).toEqual(new Set(['200', 'closed']));
});
