import { expect, test } from 'vitest';
import { startApp } from '../harness/app.ts';
import { type Listener, start, startListener } from '../harness/binary.ts';
import { PROJECT, readFixture } from '../harness/folder.ts';
import { readHistory } from '../harness/history.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver } from '../harness/sender.ts';

const BODY = readFixture('onboarding.completed');

/** A listener with a delivery that waits for the app, and the means to let the app answer. */
async function startBusyListener() {
  let finish = () => {};
  const app = await startApp((_, response) => {
    finish = () => response.end('done');
  });
  const listener = await startListener(['--forward', app.url]);
  const reply = deliver(listener.url, BODY);
  reply.catch(() => undefined);
  await app.arrived(1);
  return { listener, reply, finish: () => finish() };
}

const draining = ({ stderr }: Pick<Listener, 'stderr'>) => stderr().includes('"draining"');

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s answers what is in flight, keeps it, prints the summary and dies by the signal',
  async (signal) => {
    const { listener, reply, finish } = await startBusyListener();
    const ended = listener.stop(signal);
    await listener.until(draining);
    finish();
    expect(await reply).toMatchObject({ status: 200, body: 'done' });
    const { stdout, stderr, ...how } = await ended;
    expect(how).toEqual({ status: null, signal });
    expect(parseRecords(stdout).map(({ type }) => type)).toEqual([
      'ready',
      'received',
      'forwarded',
      'summary',
    ]);
    expect(parseRecords(stdout).at(-1)).toEqual({
      type: 'summary',
      command: 'listen',
      received: 1,
      verified: 1,
      failed: 0,
      refused: 0,
      forwarded: 1,
      filtered: 0,
      history: '.fp-webhooks/history.db',
    });
    expect(ofType('notice', parseRecords(stderr))).toMatchObject([{ code: 'draining' }]);
    expect(await readHistory(listener.cwd)).toHaveLength(1);
  },
);

test('a second Ctrl-C ends at once, without waiting for the app', async () => {
  const { listener, reply } = await startBusyListener();
  void listener.stop();
  await listener.until(draining);
  const { signal, stdout } = await listener.stop();
  expect(signal).toBe('SIGINT');
  expect(ofType('summary', parseRecords(stdout))).toEqual([]);
  await expect(reply).rejects.toThrow();
});

test('Ctrl-C with nothing in flight ends at once, also while a connection is open and idle', async () => {
  const listener = await startListener();
  await deliver(listener.url, BODY);
  const { signal, stderr } = await listener.stop();
  expect([signal, stderr]).toEqual(['SIGINT', '']);
});

test('for people the summary says how many came, and where they are kept', async () => {
  const running = start(['listen', '--port', '0']);
  await running.until(({ stdout }) => stdout().includes('Ready:'));
  const url = /http:\S+/.exec(running.stdout())?.[0] ?? '';
  await deliver(url, BODY);
  running.child.kill('SIGINT');
  const { stdout, stderr } = await running.ended;
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(
    '1 delivery received, 0 verified, 1 not; kept in .fp-webhooks/history.db.',
  );
  expect(stderr).toBe('');
});

test('when whoever reads the output goes away, the next record ends it quietly with 141, and the sender is answered', async () => {
  const listener = await startListener();
  listener.child.stdout?.destroy();
  expect(await deliver(listener.url, BODY)).toMatchObject({ status: 200 });
  expect(await listener.ended).toMatchObject({ status: 141, signal: null, stderr: '' });
  expect(await readHistory(listener.cwd)).toHaveLength(1);
});

test('when the reader goes away while the app is asked, the delivery is still answered and kept', async () => {
  const { listener, reply, finish } = await startBusyListener();
  listener.child.stdout?.destroy();
  finish();
  expect(await reply).toMatchObject({ status: 200 });
  expect(await listener.ended).toMatchObject({ status: 141, stderr: '' });
  expect(await readHistory(listener.cwd)).toHaveLength(1);
});

test('replay and validate end quietly too when their reader goes away', async () => {
  const validate = start(['validate', 'fixtures'], { cwd: PROJECT });
  validate.child.stdout?.destroy();
  expect(await validate.ended).toMatchObject({ status: 141, stderr: '' });
  const app = await startApp();
  const replay = start(['replay', '--all', '--to', app.url]);
  replay.child.stdout?.destroy();
  expect(await replay.ended).toMatchObject({ status: 141, stderr: '' });
});

test('Ctrl-C in the middle of a replay waits for the answer in flight, sends no more, and dies by the signal', async () => {
  const waiting: (() => void)[] = [];
  const app = await startApp((_, response) => {
    if (app.arrivals.length > 1) response.end();
    else waiting.push(() => response.end());
  });
  const replay = start(['replay', '--all', '--json', '--to', app.url]);
  await app.arrived(1);
  replay.child.kill('SIGINT');
  for (const finish of waiting) finish();
  const { stdout, signal } = await replay.ended;
  expect(signal).toBe('SIGINT');
  const records = parseRecords(stdout);
  expect(records[0]).toMatchObject({ type: 'sent', ok: true });
  // The answer may overtake the signal, so one more may have been sent, but never all eleven.
  expect(records.at(-1)).toMatchObject({ command: 'replay', failed: 0, notSent: 12 - records.length });
  expect(records.length).toBeLessThan(9);
});
