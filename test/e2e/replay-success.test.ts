import { expect, test } from 'vitest';
import { type App, answering, findDeadUrl, startApp } from '../harness/app.ts';
import { run, SECRET } from '../harness/binary.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const env = { FP_WEBHOOKS_SECRET: SECRET };
const THREE = ['vault.updated', 'onboarding.completed', 'user.info_requested'];

async function replay(app: Pick<App, 'url'>, ...args: readonly string[]) {
  const ended = await run(['replay', '--json', '--to', app.url, ...args], { env });
  return { ...ended, records: parseRecords(ended.stdout) };
}

/** Refuses the second message it gets, by its event. */
const startPickyApp = () =>
  startApp((arrival, response, request) => {
    answering(arrival.body.includes('onboarding') ? 400 : 204)(arrival, response, request);
  });

test('--expect decides what is a success, and 2xx is one no more', async () => {
  const app = await startPickyApp();
  const { records, status } = await replay(app, ...THREE, '--expect', '400');
  expect(status).toBe(1);
  expect(ofType('sent', records).map(({ ok, status, hint }) => [status, ok, hint])).toEqual([
    [204, false, 'Expected was 400.'],
    [400, true, undefined],
    [204, false, 'Expected was 400.'],
  ]);
  expect(records.at(-1)).toMatchObject({ ok: 1, failed: 2, expected: '400' });
});

test.each([['400,2xx'], ['400', '--expect', '204'], ['4XX, 200,204']])(
  'several statuses may be expected: %s',
  async (...statuses) => {
    const app = await startPickyApp();
    const { records, status } = await replay(app, ...THREE, '--expect', ...statuses);
    expect([status, ofType('sent', records).every(({ ok }) => ok)]).toEqual([0, true]);
  },
);

test('what is expected is not sent again, and no answer is never expected', async () => {
  const app = await startApp(answering(500));
  const retry = ['--retry', 'svix', '--time-scale', '100000'];
  const first = await replay(app, 'vault.updated', '--expect', '5xx', ...retry);
  expect([first.status, app.arrivals.length]).toEqual([0, 1]);
  const dead = await replay({ url: await findDeadUrl() }, 'vault.updated', '--expect', '5xx');
  expect(dead.status).toBe(4);
});

test('in bulk, too, --expect decides', async () => {
  const app = await startApp(answering(401));
  const { records, status } = await replay(app, 'vault.updated', '--count', '20', '--expect', '401');
  expect(status).toBe(0);
  expect(records.at(-1)).toMatchObject({ ok: 20, failed: 0, expected: '401', byStatus: { 401: 20 } });
  const text = await run(['replay', 'vault.updated', '--count', '2', '--expect', '4xx', '--to', app.url], {
    env,
  });
  expect(text.stdout).toContain(': 2 answered 4xx.');
});

test('--fail-fast sends nothing after the first failure', async () => {
  const app = await startPickyApp();
  const { records, status } = await replay(app, ...THREE, '--fail-fast');
  expect(status).toBe(1);
  expect(app.arrivals).toHaveLength(2);
  expect(records.at(-1)).toMatchObject({ sent: 2, ok: 1, failed: 1, notSent: 1 });
});

test('--fail-fast waits for what is sent again: a message has failed after its last attempt', async () => {
  const app = await startApp(answering(500));
  const flags = ['--retry', 'svix', '--retries', '1', '--time-scale', '100000', '--fail-fast'];
  const { records } = await replay(app, 'vault.updated', ...flags);
  expect(app.arrivals).toHaveLength(2);
  expect(records.at(-1)).toMatchObject({ sent: 1, failed: 1, notSent: 0 });
});

test('in bulk --fail-fast starts nothing more, and what is in flight is waited for', async () => {
  const app = await startApp(answering(500));
  const flags = ['--count', '1000', '--concurrency', '2', '--fail-fast'];
  const { records, status } = await replay(app, 'vault.updated', ...flags);
  expect(status).toBe(1);
  expect(app.arrivals).toHaveLength(2);
  expect(records.at(-1)).toMatchObject({ sent: 2, failed: 2, notSent: 998 });
});

test.each(['', '2', '6xx', '400;500', '400,', '100'])('--expect "%s" is asked wrongly', async (value) => {
  const { stderr, status } = await run(['replay', 'vault.updated', '--expect', value], { env });
  expect([status, stderr]).toEqual([2, expect.stringContaining('--expect')]);
});
