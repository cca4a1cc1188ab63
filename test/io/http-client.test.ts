import { expect, onTestFinished, test } from 'vitest';
import { KEPT_ANSWER_BYTES, toKeptBody } from '../../src/core/capture/capture.ts';
import { type HttpClient, type HttpClientOptions, startHttpClient } from '../../src/io/http-client.ts';
import { makeCertificate } from '../../src/io/make-certificate.ts';
import { answering, findDeadUrl, hanging, resetting, startApp } from '../harness/app.ts';
import { start } from './receiver/start.ts';

function open(options?: HttpClientOptions): HttpClient {
  const client = startHttpClient(options);
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

test('an answer is read whole up to the limit, and beyond it only its start', async () => {
  const app = await startApp(answering(200, 'x'.repeat(300_000)));
  const whole = await open({ maxAnswerBytes: 300_000 }).post(post(app.url));
  expect(whole.kind === 'answered' && [whole.body.length, whole.isWhole]).toEqual([300_000, true]);
  const part = await open({ maxAnswerBytes: 299_999 }).post(post(app.url));
  expect(part.kind === 'answered' && [part.body.length, part.isWhole]).toEqual([299_999, false]);
});

test('of an answer 20 kB are kept, and nothing of a compressed one that is longer', () => {
  const body = new Uint8Array(KEPT_ANSWER_BYTES + 1).fill(7);
  expect(toKeptBody({ headers: [], body })).toEqual(body.subarray(0, KEPT_ANSWER_BYTES));
  expect(toKeptBody({ headers: [], body }).buffer.byteLength).toBe(KEPT_ANSWER_BYTES);
  const headers = [['Content-Encoding', 'gzip']] as const;
  expect(toKeptBody({ headers, body })).toHaveLength(0);
  expect(toKeptBody({ headers, body: body.subarray(1) })).toHaveLength(KEPT_ANSWER_BYTES);
});

test('extra headers are added, and take the place of those with the same name', async () => {
  const app = await startApp();
  const headers = [
    ['Accept', '*/*'],
    ['x-one', '1'],
  ] as const;
  const extraHeaders = [
    ['X-One', 'other'],
    ['X-One', 'and another'],
    ['Host', 'app.example'],
  ] as const;
  await open().post({ ...post(app.url), headers, extraHeaders });
  const own = app.arrivals[0]?.headers.filter(([name]) => !/^(?:connection|content-length)$/i.test(name));
  expect(own?.sort()).toEqual(
    [['Accept', '*/*'], ['host', 'app.example'], ...extraHeaders.slice(0, 2)].sort(),
  );
});

test('an untrusted certificate is a failure, and no matter to an insecure client', async () => {
  const tls = await makeCertificate(['localhost']);
  const receiver = await start({ tls });
  expect(await open().post(post(receiver.url))).toMatchObject({ kind: 'failed', code: 'tls' });
  expect(await open({ insecure: true }).post(post(receiver.url))).toMatchObject({
    kind: 'answered',
    status: 200,
  });
});

test('a redirect is an answer', async () => {
  const app = await startApp(answering(302, '', { location: 'http://127.0.0.1:1/' }));
  expect(await open().post(post(app.url))).toMatchObject({ kind: 'answered', status: 302 });
});

test('an app that hangs before or in its answer is given up after the timeout', async () => {
  const silent = await startApp(hanging());
  const client = open({ timeoutMs: 60 });
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
