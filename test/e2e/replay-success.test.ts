import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type App, answering, findDeadUrl, startApp, verifying } from '../harness/app.ts';
import { SECRET } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();

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

test('what is not expected still says what its status usually means', async () => {
  const app = await startApp(answering(404));
  const { records } = await replay(app, 'vault.updated', '--expect', '2xx');
  expect(ofType('sent', records)[0]?.hint).toMatch(/^Expected was 2xx\. Nothing answers at this path/);
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

test('--duplicate sends each again with the same id, whatever was answered', async () => {
  const app = await startApp(verifying());
  const { records, status } = await replay(app, 'vault.updated', 'onboarding.completed', '--duplicate', '2');
  expect(status).toBe(0);
  const ids = app.arrivals.map(({ parsed }) => parsed['svix-id']);
  expect([new Set(ids.slice(0, 3)).size, new Set(ids.slice(3)).size, new Set(ids).size]).toEqual([1, 1, 2]);
  expect(ofType('sent', records).map(({ copy }) => copy)).toEqual([1, 2, 3, 1, 2, 3]);
  expect(records.at(-1)).toMatchObject({ sent: 6, ok: 6 });
  const text = await run(['replay', 'vault.updated', '--duplicate', '1', '--to', app.url], { env });
  expect(text.stdout).toMatch(/ms {2}copy 1\n.* copy 2\n/);
});

test('in bulk the copies of a message are sent at the same time', async () => {
  const answers: (() => void)[] = [];
  const app = await startApp((_, response) => {
    answers.push(() => response.writeHead(204).end());
    // With one after the other the second would never come.
    if (answers.length % 2 === 0) for (const answer of answers.splice(0)) answer();
  });
  const flags = ['--count', '20', '--concurrency', '2', '--duplicate', '1'];
  const { records, status } = await replay(app, 'vault.updated', 'onboarding.completed', ...flags);
  expect(status).toBe(0);
  expect(records.at(-1)).toMatchObject({ sent: 40, ok: 40, notSent: 0 });
  const bodies = new Map<string, Set<string>>();
  for (const { parsed, body } of app.arrivals) {
    const id = parsed['svix-id'] ?? '';
    bodies.set(id, (bodies.get(id) ?? new Set()).add(body.toString()));
  }
  expect([bodies.size, ...new Set([...bodies.values()].map(({ size }) => size))]).toEqual([20, 1]);
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

test('in bulk the summary says once what the answers usually mean, the most frequent first', async () => {
  const app = await startApp((arrival, response, request) => {
    answering(arrival.body.includes('onboarding') ? 404 : 413)(arrival, response, request);
  });
  const { records } = await replay(
    app,
    'vault.updated',
    'user.info_requested',
    'onboarding.completed',
    '--count',
    '30',
  );
  expect(records.at(-1)).toMatchObject({
    hints: [expect.stringContaining('limits the size of a body'), expect.stringContaining('check the URL')],
  });
  const dead = await run(['replay', 'vault.updated', '--count', '5', '--to', await findDeadUrl()], { env });
  expect([dead.status, dead.stdout]).toEqual([4, expect.stringMatching(/hint +Nothing listens there/)]);
});

test('two messages that nothing tells apart are two test cases, also when the run ends between attempts', async () => {
  const app = await startApp(answering(500));
  const cwd = makeFolder({ 'p.json': '{}' });
  const flags = ['--unsigned', '--retry', 'svix', '--retries', '1', '--time-scale', '100000', '--fail-fast'];
  const args = ['replay', 'p.json', 'p.json', '--to', app.url, ...flags, '--report', 'junit=a.xml'];
  await run(args, { cwd, env });
  expect(readFileSync(join(cwd, 'a.xml'), 'utf8').match(/<testcase/g)).toHaveLength(
    app.arrivals.length > 1 ? 2 : 1,
  );
});

test('a run that is ended before its --duration says so, and has failed', async () => {
  const app = await startApp(answering(500));
  const cwd = makeFolder();
  const flags = ['--duration', '20s', '--rate', '100/s', '--fail-fast', '--report', 'junit=a.xml'];
  const ended = await run(['replay', 'vault.updated', '--to', app.url, ...flags], { cwd, env });
  expect([ended.status, ended.stdout]).toEqual([
    1,
    expect.stringMatching(/stopped after 0\.\d+ s of 20 s\./),
  ]);
  expect(readFileSync(join(cwd, 'a.xml'), 'utf8')).toContain('stopped after');
});

test.each([
  [['p.json'], 'p.json'],
  [['vault.updated', '--merge', 'p.json'], './p.json'],
])('the report does not replace what is read: %j', async (sources, report) => {
  const cwd = makeFolder({ 'p.json': '{}' });
  const { stderr, status } = await run(['replay', ...sources, '--report', `junit=${report}`], { cwd, env });
  expect([status, stderr]).toEqual([2, expect.stringContaining(`would replace ${report}`)]);
  expect(readFileSync(join(cwd, 'p.json'), 'utf8')).toBe('{}');
});

test('an empty name sends nothing', async () => {
  const { stderr, status } = await run(['replay', ''], { cwd: makeFolder({ 'p.json': '{}' }), env });
  expect([status, stderr]).toEqual([2, expect.stringContaining('An empty name stands for nothing')]);
});
