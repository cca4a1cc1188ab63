import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Webhook } from 'svix';
import { expect, onTestFinished, test } from 'vitest';
import { isSuccess } from '../../src/core/delivery/delivery.ts';
import { createHeaderTemplate } from '../../src/core/sending/request-headers.ts';
import { parseSecret } from '../../src/core/signature/secret.ts';
import { type BulkOrder, type BulkResult, startBulk } from '../../src/io/bulk-sender.ts';
import { makeCertificate } from '../../src/io/make-certificate.ts';
import { answering, findDeadUrl, hanging, resetting, startApp, verifying } from '../harness/app.ts';
import { SECRET } from '../harness/binary.ts';
import { start as startReceiver } from './receiver/start.ts';

const FOREVER = Number.POSITIVE_INFINITY;
const BODY = Buffer.from('{"ä":1}');
const CLOSED = { kind: 'closed', connections: 4, pipelining: 1 } as const;

/** An order of signed requests; each attempt has a second of its own, so that it can be told. */
function toOrder(url: string, order: Partial<BulkOrder> = {}): BulkOrder {
  const sign = createHeaderTemplate({ others: [], family: 'svix', keys: [parseSecret(SECRET, 'test')] });
  const nowSeconds = Math.floor(Date.now() / 1_000);
  return {
    url,
    pace: CLOSED,
    count: 20,
    durationMs: FOREVER,
    isDelivered: isSuccess,
    signal: new AbortController().signal,
    prepare: (index, attempt) => ({
      lines: sign({ id: `msg_${index}`, timestampSeconds: nowSeconds + attempt, body: BODY }),
      body: BODY,
    }),
    ...order,
  };
}

function send(url: string, order?: Partial<BulkOrder>): Promise<BulkResult> {
  return startBulk(toOrder(url, order)).ended;
}

/** An app of plain sockets: what each piece that comes on a connection is answered with, by the number of the request. */
async function startRawApp(
  answer: (socket: Socket, request: number) => void,
): Promise<{ url: string; sockets: () => number }> {
  let [requests, sockets] = [0, 0];
  const server = createServer((socket) => {
    sockets += 1;
    socket
      .on('error', () => undefined)
      .on('data', () => {
        requests += 1;
        answer(socket, requests);
      });
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, sockets: () => sockets };
}

const NO_CONTENT = 'HTTP/1.1 204 No Content\r\n\r\n';

test.each([
  ['one by one on four connections', CLOSED],
  ['pipelined', { kind: 'closed', connections: 2, pipelining: 5 } as const],
  ['on schedule', { kind: 'open', perSecond: 1_000, maxInFlight: 100 } as const],
])("every request is signed anew, and Svix's library accepts each: %s", async (_, pace) => {
  const app = await startApp(verifying());
  const result = await send(app.url, { pace, count: 100 });
  expect(result).toMatchObject({ started: 100, attempts: 100, ok: 100, failed: 0, notStarted: 0 });
  expect([...result.byStatus]).toEqual([[204, 100]]);
  expect(new Set(app.arrivals.map(({ parsed }) => parsed['svix-id'])).size).toBe(100);
  expect(app.arrivals.every(({ body, path }) => body.equals(BODY) && path === '/hooks?a=1')).toBe(true);
});

test('a body of any size arrives as it is', async () => {
  const app = await startApp();
  const sizes = [0, 1, 16_384, 16_385, 1_048_576];
  const bodies = sizes.map((size) => Buffer.alloc(size, '\xff\x00ä', 'latin1'));
  const prepare = (index: number) => ({ lines: `X-Index: ${index}\r\n`, body: bodies[index] ?? BODY });
  expect(await send(app.url, { prepare, count: sizes.length })).toMatchObject({ ok: sizes.length });
  const arrived = app.arrivals.map(({ parsed, body }) => [Number(parsed['x-index']), body] as const);
  expect(arrived.sort(([one], [other]) => one - other).map(([, body]) => body)).toEqual(bodies);
});

test('connections are kept: so many requests need no more of them than may be in flight', async () => {
  const app = await startRawApp((socket) => socket.write(NO_CONTENT));
  expect(await send(app.url, { count: 200 })).toMatchObject({ ok: 200, resent: 0 });
  expect(app.sockets()).toBe(4);
});

test.each([
  ['fails', 500, {}],
  ['redirects', 308, { location: 'http://127.0.0.1:1/' }],
])('an app that %s has failed, and is not followed', async (_, status, headers) => {
  const app = await startApp(answering(status, 'x', headers as Record<string, string>));
  const result = await send(app.url);
  expect(result).toMatchObject({ ok: 0, failed: 20, attempts: 20 });
  expect([...result.byStatus]).toEqual([[status, 20]]);
});

test('what counts as delivered can be decided otherwise', async () => {
  const app = await startApp(answering(400));
  expect(await send(app.url, { isDelivered: (status) => status === 400 })).toMatchObject({
    ok: 20,
    failed: 0,
  });
});

test('an app that hangs, before its answer or in the middle of it, is given up in time', async () => {
  const silent = await startApp(hanging());
  const order = { timeoutMs: 120, count: 6, pace: { ...CLOSED, connections: 3 } };
  const result = await send(silent.url, order);
  expect([...result.errors]).toEqual([['timeout', 6]]);
  expect(result.latencies?.min).toBeGreaterThanOrEqual(100);
  const halfway = await startApp((_, response) => void response.writeHead(200).write('half'));
  const half = await send(halfway.url, order);
  expect([[...half.errors], half.byStatus.size, half.failed]).toEqual([[['timeout', 6]], 0, 6]);
});

test('a hanging request in a pipeline does not take the others with it', async () => {
  const app = await startApp((_, response) => {
    if (app.arrivals.length !== 2) response.end();
  });
  const pace = { kind: 'closed', connections: 1, pipelining: 4 } as const;
  const result = await send(app.url, { pace, count: 12, timeoutMs: 400 });
  expect(result.attempts).toBe(12);
  expect(result.byStatus.get(200)).toBeGreaterThanOrEqual(1);
  expect(result.errors.get('timeout')).toBeGreaterThanOrEqual(1);
});

test('an app that resets every connection has failed as often as it was asked', async () => {
  const app = await startApp(resetting());
  const result = await send(app.url);
  expect([...result.errors]).toEqual([['reset', 20]]);
  expect(result).toMatchObject({ failed: 20, resent: 0, latencies: undefined, slowest: [] });
});

test.each([
  ['a body that is cut', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf', 'reset'],
  ['a chunk that is cut', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf', 'reset'],
  [
    'a chunk that is cut, with the connection announced to close',
    'HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf',
    'reset',
  ],
  [
    'a body that is cut, with the connection announced to close',
    'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nhalf',
    'reset',
  ],
  ['headers that are cut', 'HTTP/1.1 200 OK\r\nX-A', 'reset'],
  ['no HTTP', 'SSH-2.0-OpenSSH\r\n', 'not_http'],
  ['a status that there is not', 'HTTP/1.1 777 Odd\r\nContent-Length: 0\r\n\r\n', 'not_http'],
])('an answer that is no whole one is a failure: %s', async (_, answer, code) => {
  const app = await startRawApp((socket) => void socket.end(answer));
  const result = await send(app.url, { count: 3, pace: { ...CLOSED, connections: 1 } });
  expect([[...result.errors], result.failed]).toEqual([[[code, 3]], 3]);
});

test('an app that closes kept connections at random fails nothing: what met a closed one goes out again at once', async () => {
  // Every fifth request finds its connection closed in its face, without an answer, as when a keep-alive ends just then.
  const app = await startRawApp((socket, request) => {
    if (request % 5 === 0) socket.destroy();
    else socket.write(NO_CONTENT);
  });
  const result = await send(app.url, { count: 60, pace: { ...CLOSED, connections: 1 } });
  expect(result).toMatchObject({ attempts: 60, ok: 60, failed: 0 });
  expect(result.resent).toBeGreaterThanOrEqual(12);
});

test('an answer without an end is read only so far', async () => {
  const app = await startApp((_, response) => {
    response.writeHead(200);
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    };
    response.on('drain', more);
    more();
  });
  expect(await send(app.url, { count: 3 })).toMatchObject({ ok: 3, failed: 0 });
});

test('where nobody listens only the first is sent, unless it is to be tried again', async () => {
  const url = await findDeadUrl();
  const result = await send(url, { pace: { ...CLOSED, connections: 1 } });
  expect([[...result.errors], result.started]).toEqual([[['refused', 1]], 1]);
  const retry = { retries: 2, timeScale: 1e6 };
  expect(await send(url, { count: 5, retry })).toMatchObject({ started: 5, attempts: 15, failed: 5 });
});

test('https is spoken, and an untrusted certificate is a failure unless it is accepted', async () => {
  const receiver = await startReceiver({ tls: await makeCertificate(['localhost']) });
  const strict = await send(receiver.url, { count: 2 });
  expect([...strict.errors]).toEqual([['tls', 2]]);
  expect(await send(receiver.url, { count: 10, insecure: true })).toMatchObject({ ok: 10, failed: 0 });
});

test('what fails is sent again with the same id, a new time and a new signature, until it is delivered', async () => {
  const webhook = new Webhook(SECRET);
  const app = await startApp(({ body, parsed }, response) => {
    webhook.verify(body, parsed);
    const isFirst = app.arrivals.filter((each) => each.parsed['svix-id'] === parsed['svix-id']).length === 1;
    response.writeHead(isFirst ? 429 : 204, { 'retry-after': '7' }).end();
  });
  const result = await send(app.url, { count: 8, retry: { retries: 7, timeScale: 1_000 } });
  expect(result).toMatchObject({ started: 8, attempts: 16, ok: 8, failed: 0 });
  for (let index = 0; index < 8; index += 1) {
    const attempts = app.arrivals.filter(({ parsed }) => parsed['svix-id'] === `msg_${index}`);
    const [first, second] = attempts.map(({ parsed }) => Number(parsed['svix-timestamp']));
    expect(second).toBe((first ?? 0) + 1);
    expect(new Set(attempts.map(({ parsed }) => parsed['svix-signature'])).size).toBe(2);
  }
});

test('what fails to the end is one failure, with all its attempts counted', async () => {
  const app = await startApp(answering(500));
  const result = await send(app.url, { count: 3, retry: { retries: 3, timeScale: 1e6 } });
  expect(result).toMatchObject({ started: 3, attempts: 12, ok: 0, failed: 3 });
});

test('on schedule requests start whatever the app does, and latency counts from when each was due', async () => {
  const app = await startApp((_, response) => void setTimeout(() => response.end(), 300));
  const begun = performance.now();
  const pace = { kind: 'open', perSecond: 100, maxInFlight: 1_000 } as const;
  const result = await send(app.url, { pace, count: 50 });
  // Fifty one after the other would take 15 s; on schedule they take half a second and the last answer.
  expect(performance.now() - begun).toBeLessThan(8_000);
  expect(result).toMatchObject({ started: 50, ok: 50, notStarted: 0 });
  expect(result.latencies?.min).toBeGreaterThanOrEqual(295);
});

test('what finds no room among those in flight is not started, and counted', async () => {
  const app = await startApp(hanging());
  const pace = { kind: 'open', perSecond: 1_000, maxInFlight: 3 } as const;
  const result = await send(app.url, { pace, count: 40, timeoutMs: 1_000 });
  expect(result.started + result.notStarted).toBe(40);
  expect(result.notStarted).toBeGreaterThan(0);
  expect([...result.errors]).toEqual([['timeout', result.started]]);
});

test('after the time nothing starts any more', async () => {
  const app = await startApp();
  const result = await send(app.url, { count: FOREVER, durationMs: 200 });
  expect(result.started).toBe(app.arrivals.length);
  expect(result).toMatchObject({ ok: result.started, failed: 0 });
  expect(result.elapsedMs).toBeGreaterThanOrEqual(200);
});

test('an interrupt starts nothing more, waits for what is in flight, and gives up what waits', async () => {
  const finish: (() => void)[] = [];
  const app = await startApp((_, response) => void finish.push(() => response.end()));
  const interrupt = new AbortController();
  const run = startBulk(toOrder(app.url, { count: 1_000, signal: interrupt.signal }));
  await app.arrived(4);
  interrupt.abort();
  for (const each of finish) each();
  expect(await run.ended).toMatchObject({ started: 4, ok: 4, failed: 0 });
  const failing = await startApp(answering(503));
  const second = new AbortController();
  const retrying = startBulk(
    toOrder(failing.url, { count: 3, signal: second.signal, retry: { retries: 7, timeScale: 1 } }),
  );
  await failing.arrived(3);
  while (retrying.stand().waiting < 3) await new Promise(setImmediate);
  second.abort();
  expect(await retrying.ended).toMatchObject({ started: 3, attempts: 3, ok: 0, failed: 3 });
});

test('what is interrupted before it begins sends nothing', async () => {
  const app = await startApp();
  expect(await send(app.url, { signal: AbortSignal.abort() })).toMatchObject({ started: 0, attempts: 0 });
  expect(app.arrivals).toEqual([]);
});

test('a request that cannot be made ends the run with the reason', async () => {
  const app = await startApp();
  const broken = new Error('no such key');
  const prepare = (index: number) => {
    if (index === 3) throw broken;
    return { lines: '', body: BODY };
  };
  await expect(send(app.url, { prepare })).rejects.toBe(broken);
});

test('the slowest are known by their numbers', async () => {
  const app = await startApp(({ parsed }, response) => {
    setTimeout(() => response.end(), parsed['svix-id'] === 'msg_7' ? 400 : 0);
  });
  const { slowest, latencies } = await send(app.url);
  expect([slowest.length, slowest[0]?.index]).toEqual([5, 7]);
  expect(slowest[0]?.latencyMs).toBeCloseTo(latencies?.max ?? 0, 1);
});
