import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import type { OutputRecord } from '../../src/report/records.ts';
import { type App, answering, findDeadUrl, startApp, verifying } from '../harness/app.ts';
import { SECRET, start } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();

const env = { FP_WEBHOOKS_SECRET: SECRET };

function summaryOf(records: readonly OutputRecord[]) {
  const summary = records.at(-1);
  if (summary?.type !== 'summary' || summary.command !== 'replay') throw new Error('There is no summary.');
  return summary;
}

/** Fails the first attempts of every message, and verifies the next with Svix's library. */
async function startFlakyApp(failures: number, headers: Record<string, string>): Promise<App> {
  const app: App = await startApp((arrival, response, request) => {
    const id = arrival.parsed['svix-id'];
    const attempt = app.arrivals.filter(({ parsed }) => parsed['svix-id'] === id).length;
    const behave = attempt > failures ? verifying() : answering(429, 'later', headers);
    behave(arrival, response, request);
  });
  return app;
}

test('with --retry svix every attempt is shown, with the same id, until the app takes it', async () => {
  const app = await startFlakyApp(2, { 'retry-after': '8' });
  const args = ['replay', 'vault.updated', '--retry', 'svix', '--time-scale', '1000', '--to', app.url];
  const { stdout, stderr, status } = await run([...args, '--json'], { env });
  expect([status, stderr]).toEqual([0, '']);
  const records = parseRecords(stdout);
  const sent = ofType('sent', records);
  expect(sent).toMatchObject([
    // 8 s are between once and twice the 5 s of the plan, and the 5 min after that are longer than 8 s.
    { attempt: 1, status: 429, retryAfterSeconds: 8, nextAttemptInMs: 8 },
    { attempt: 2, status: 429, retryAfterSeconds: 8, nextAttemptInMs: 300 },
    { attempt: 3, status: 204, ok: true },
  ]);
  expect(sent[2]).not.toHaveProperty('nextAttemptInMs');
  expect(new Set(app.arrivals.map(({ parsed }) => parsed['svix-id'])).size).toBe(1);
  expect(records.at(-1)).toMatchObject({ sent: 1, ok: 1, failed: 0, notSent: 0, requests: 3 });
});

test('an attempt says in words when the next comes, and what Retry-After asked for', async () => {
  const app = await startFlakyApp(1, { 'retry-after': '8' });
  const args = ['replay', 'vault.updated', '--retry', 'svix', '--time-scale', '1000', '--to', app.url];
  const { stdout } = await run(args, { env });
  expect(stdout).toMatch(/→ 429 .* attempt 1\n(?:.*\n)*? +sent again in 8 ms; Retry-After asked for 8 s\n/);
  expect(stdout).toMatch(/→ 204 .* attempt 2\n/);
});

test('--retries ends it sooner, and the others do not wait for what fails', async () => {
  const app = await startApp(answering(500));
  const flags = ['--retry', 'svix', '--retries', '1', '--time-scale', '1000', '--json'];
  const { stdout, status } = await run(
    ['replay', 'vault.updated', 'onboarding.completed', ...flags, '--to', app.url],
    { env },
  );
  expect(status).toBe(1);
  const records = parseRecords(stdout);
  expect(ofType('sent', records).map(({ attempt }) => attempt)).toEqual([1, 1, 2, 2]);
  expect(records.at(-1)).toMatchObject({ sent: 2, ok: 0, failed: 2, notSent: 0, requests: 4 });
});

test('an app that is down is tried again, and is unreachable in the end', async () => {
  const args = ['replay', 'vault.updated', '--retry', 'svix', '--retries', '2', '--time-scale', '100000'];
  const { stdout, status } = await run([...args, '--json', '--to', await findDeadUrl()], { env });
  expect(status).toBe(4);
  expect(ofType('sent', parseRecords(stdout))).toHaveLength(3);
});

test('Ctrl-C while an attempt waits for its time ends it at once, with the summary, by the signal', async () => {
  const app = await startApp(answering(500));
  const replay = start(['replay', 'vault.updated', '--retry', 'svix', '--json', '--to', app.url], { env });
  await replay.until(({ stdout }) => stdout().includes('nextAttemptInMs'));
  replay.child.kill('SIGINT');
  const { stdout, signal } = await replay.ended;
  expect(signal).toBe('SIGINT');
  expect(parseRecords(stdout).at(-1)).toMatchObject({ sent: 1, ok: 0, failed: 1, requests: 1 });
});

test('--count sends in bulk, each with its own id and signature, and gives one summary', async () => {
  const app = await startApp(verifying());
  const args = [
    'replay',
    'vault.updated',
    'onboarding.completed',
    '--count',
    '301',
    '--json',
    '--to',
    app.url,
  ];
  const { stdout, stderr, status } = await run(args, { env });
  expect([status, stderr]).toEqual([0, '']);
  const [summary, ...others] = parseRecords(stdout);
  expect(others).toEqual([]);
  expect(summary).toMatchObject({
    type: 'summary',
    sent: 301,
    ok: 301,
    failed: 0,
    notSent: 0,
    requests: 301,
    byStatus: { 204: 301 },
    errors: {},
    latencyMs: { from: 'start' },
  });
  const ids = app.arrivals.map(({ parsed }) => parsed['svix-id']);
  expect(new Set(ids).size).toBe(301);
  for (const id of ids) expect(id).toMatch(/^msg_[0-9A-Za-z]{27}$/);
  expect(app.arrivals.filter(({ body }) => body.includes('vault.updated'))).toHaveLength(151);
});

test('on the wire a request of a bulk looks as one of Svix', async () => {
  const app = await startApp(verifying());
  await run(['replay', 'vault.updated', '--count', '1', '--to', app.url], { env });
  expect(app.arrivals[0]?.headers.map(([name]) => name)).toEqual([
    'host',
    'connection',
    'Accept',
    'Content-Type',
    'User-Agent',
    'Svix-Id',
    'Svix-Timestamp',
    'Svix-Signature',
    'content-length',
  ]);
});

test('--rate keeps to its schedule against a slow app, and latency counts from it', async () => {
  const app = await startApp((_, response) => void setTimeout(() => response.end(), 400));
  const args = ['replay', 'vault.updated', '--rate', '50/s', '--count', '40', '--json', '--to', app.url];
  const { stdout, status } = await run(args, { env });
  expect(status).toBe(0);
  const summary = summaryOf(parseRecords(stdout));
  // One after the other would take 16 s.
  expect(summary.durationMs).toBeLessThan(10_000);
  expect(summary).toMatchObject({ sent: 40, ok: 40, notStarted: 0, latencyMs: { from: 'due' } });
  expect(summary.latencyMs?.min).toBeGreaterThanOrEqual(395);
});

test('what a rate could not start is told, and is a failure', async () => {
  const app = await startApp((_, response) => void setTimeout(() => response.end(), 1_000));
  const args = [
    'replay',
    'vault.updated',
    '--rate',
    '100/s',
    '--count',
    '30',
    '--concurrency',
    '2',
    '--to',
    app.url,
  ];
  const { stdout, status } = await run(args, { env });
  expect(status).toBe(1);
  expect(stdout).toMatch(/30 events to .*: \d+ answered 2xx, \d+ not started\./);
  expect(stdout).toMatch(/The app is too\s+slow for this\s+rate/);
});

test('--duration ends it, after at least one request', async () => {
  const app = await startApp();
  const { stdout, status } = await run(
    ['replay', 'vault.updated', '--duration', '300ms', '--concurrency', '2', '--json', '--to', app.url],
    { env },
  );
  expect(status).toBe(0);
  const { sent, ok, durationMs, notSent } = summaryOf(parseRecords(stdout));
  expect([sent, ok, notSent]).toEqual([app.arrivals.length, app.arrivals.length, 0]);
  expect(durationMs).toBeGreaterThanOrEqual(300);
});

test('in bulk, too, an app that is down is unreachable, and one that fails is a failure', async () => {
  const dead = await run(
    ['replay', 'vault.updated', '--count', '50', '--json', '--to', await findDeadUrl()],
    { env },
  );
  expect(dead.status).toBe(4);
  const summary = summaryOf(parseRecords(dead.stdout));
  expect(summary.sent + summary.notSent).toBe(50);
  const app = await startApp(answering(401));
  const failing = await run(['replay', 'vault.updated', '--count', '5', '--json', '--to', app.url], { env });
  expect(failing.status).toBe(1);
  expect(summaryOf(parseRecords(failing.stdout))).toMatchObject({ failed: 5, byStatus: { 401: 5 } });
});

test('Ctrl-C in the middle of a bulk waits for what is in flight, prints the summary and dies by the signal', async () => {
  const waiting: (() => void)[] = [];
  const app = await startApp((_, response) => void waiting.push(() => response.end()));
  const replay = start(
    ['replay', 'vault.updated', '--count', '100000', '--concurrency', '3', '--json', '--to', app.url],
    { env },
  );
  await app.arrived(3);
  replay.child.kill('SIGINT');
  await replay.until(({ stderr }) => stderr().includes('"draining"'));
  for (const finish of waiting) finish();
  const { stdout, signal } = await replay.ended;
  expect(signal).toBe('SIGINT');
  expect(app.arrivals).toHaveLength(3);
  expect(parseRecords(stdout)).toMatchObject([
    { type: 'summary', sent: 3, ok: 3, failed: 0, notSent: 99_997 },
  ]);
});

test.each([
  [['--rate', '5/s', '--pipelining', '2'], '--rate', '--pipelining'],
  [['--retries', '2'], '--retries', '--retry'],
  [['--history', 'h.db'], '--history', '--save'],
  [['--save', '--count', '3'], '--save', '--count'],
  [['--save', '--duration', '1s'], '--save', '--duration'],
  [['--time-scale', '10'], '--time-scale', '--retry'],
])('%j cannot work together, and both are named', async (flags, one, other) => {
  const app = await startApp();
  const { stdout, stderr, status } = await run(['replay', 'vault.updated', '--to', app.url, ...flags], {
    env,
  });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(one);
  expect(stderr).toContain(other);
  expect(app.arrivals).toEqual([]);
});

test.each([
  ['--rate', '0/s'],
  ['--rate', 'fast'],
  ['--count', '0'],
  ['--concurrency', '10001'],
  ['--pipelining', '0'],
  ['--retry', 'always'],
  ['--retries', '8'],
  ['--time-scale', '0'],
  ['--duration', 'long'],
  ['--report', 'out.xml'],
])('%s %s is asked wrongly', async (flag, value) => {
  const { stderr, status } = await run(['replay', 'vault.updated', flag, value], { env });
  expect(status).toBe(2);
  expect(stderr).toContain(flag);
});

async function report(args: readonly string[], url: string) {
  const cwd = makeFolder();
  await run(['replay', ...args, '--report', 'junit=out.xml', '--to', url], { cwd, env });
  const xml = readFileSync(join(cwd, 'out.xml'), 'utf8');
  expect(XMLValidator.validate(xml)).toBe(true);
  const isArray = (name: string) => ['testcase', 'failure'].includes(name);
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', isArray });
  return parser.parse(xml).testsuites.testsuite;
}

test('a report that cannot be written is told before anything is sent', async () => {
  const app = await startApp();
  const args = ['replay', 'vault.updated', '--report', 'junit=absent/out.xml', '--to', app.url];
  const { stderr, status } = await run(args, { env });
  expect([status, stderr]).toEqual([3, expect.stringContaining('absent/out.xml')]);
  expect(app.arrivals).toEqual([]);
});

test('--report junit has a test case for each message, and in bulk one for the run', async () => {
  const app = await startApp((arrival, response, request) => {
    answering(arrival.body.includes('vault') ? 500 : 204, '<oops>')(arrival, response, request);
  });
  const suite = await report(['vault.updated', 'onboarding.completed'], app.url);
  expect(suite).toMatchObject({ name: 'fp-webhooks replay', tests: '2', failures: '1' });
  expect(suite.testcase[0]).toMatchObject({
    classname: 'replay.footprint.vault.updated',
    failure: [{ type: 'not_2xx', message: 'the app answered 500' }],
  });
  expect(suite.testcase[0].failure[0]['#text']).toContain('It answered: <oops>');
  expect(suite.testcase[1]).not.toHaveProperty('failure');
  const bulk = await report(['vault.updated', 'onboarding.completed', '--count', '10'], app.url);
  expect(bulk).toMatchObject({ tests: '1', failures: '1' });
  expect(bulk.testcase[0].failure[0]).toMatchObject({ message: '5 answered 2xx, 5 failed.' });
  expect(bulk.testcase[0].failure[0]['#text']).toContain('status: 204 × 5, 500 × 5');
});
