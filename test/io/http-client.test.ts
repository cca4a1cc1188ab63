import { expect, onTestFinished, test } from 'vitest';
import { type HttpClient, startHttpClient } from '../../src/io/http-client.ts';
import { answering, findDeadUrl, hanging, resetting, startApp } from '../harness/app.ts';

function open(timeoutMs?: number): HttpClient {
  const client = startHttpClient(timeoutMs);
  onTestFinished(() => client.close());
  return client;
}

const post = (url: string, body = '{}') => ({
  url,
  headers: [['X-Odd', 'ä'] as const],
  body: Buffer.from(body),
});

test('an answer has its status, raw headers and body; bytes and headers are sent as they are', async () => {
  const app = await startApp(answering(418, 'short', { 'X-Tea': 'pot' }));
  const outcome = await open().post(post(app.url, ' \xff\n'));
  expect(outcome).toMatchObject({ kind: 'answered', status: 418, latencyMs: expect.any(Number) });
  if (outcome.kind !== 'answered') throw new Error(outcome.kind);
  expect(Buffer.from(outcome.body).toString()).toBe('short');
  expect(outcome.headers).toContainEqual(['X-Tea', 'pot']);
  expect(app.arrivals[0]).toMatchObject({ method: 'POST', path: '/hooks?a=1', body: Buffer.from(' \xff\n') });
  expect(app.arrivals[0]?.headers).toContainEqual(['X-Odd', 'ä']);
});

test('of a long answer only the start is kept', async () => {
  const app = await startApp(answering(200, 'x'.repeat(300_000)));
  const outcome = await open().post(post(app.url));
  expect(outcome.kind === 'answered' && outcome.body.length).toBe(65_536);
});

test('a redirect is an answer', async () => {
  const app = await startApp(answering(302, '', { location: 'http://127.0.0.1:1/' }));
  expect(await open().post(post(app.url))).toMatchObject({ kind: 'answered', status: 302 });
});

test('an app that hangs before or in its answer is given up after the timeout', async () => {
  const silent = await startApp(hanging());
  const client = open(60);
  const outcome = await client.post(post(silent.url));
  expect(outcome).toMatchObject({ kind: 'failed', code: 'timeout', message: 'no answer within 0.06 s' });
  expect(outcome.latencyMs).toBeGreaterThanOrEqual(50);
  const halfway = await startApp((_, response) => void response.write('half'));
  expect(await client.post(post(halfway.url))).toMatchObject({ kind: 'failed', code: 'timeout' });
});

test('why no answer came is told apart', async () => {
  const client = open();
  expect(await client.post(post(await findDeadUrl()))).toMatchObject({
    code: 'refused',
    message: 'connection refused',
  });
  const dropping = await startApp(resetting());
  expect(await client.post(post(dropping.url))).toMatchObject({ code: 'reset' });
  const plain = await startApp();
  expect(await client.post(post(plain.url.replace('http:', 'https:')))).toMatchObject({ code: 'tls' });
});

test('every request has a connection that is fresh or alive: an app that closes after each answer is no failure', async () => {
  const app = await startApp(answering(204, '', { connection: 'close' }));
  const client = open();
  for (let count = 0; count < 5; count += 1)
    expect(await client.post(post(app.url))).toMatchObject({ kind: 'answered', status: 204 });
});
