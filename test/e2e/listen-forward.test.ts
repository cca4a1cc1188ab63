import { expect, test } from 'vitest';
import type { RawHeaders } from '../../src/core/delivery/delivery.ts';
import { answering, findDeadUrl, resetting, startApp, verifying } from '../harness/app.ts';
import { readFixture } from '../harness/folder.ts';
import { readCaptures } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver, openWire, send, signedHeaders } from '../harness/sender.ts';

const { startListener } = mostlyInside();

const BODY = readFixture('onboarding.completed');

test("svix's library in the app accepts what was forwarded, whatever the bytes", async () => {
  const app = await startApp(verifying());
  const listener = await startListener(['--forward', app.url]);
  const bodies = [BODY, ' {"ä":"\\u00e4 😀"}\r\n\n', '\ufeff{}', '', 'x'.repeat(1_048_576)];
  for (const body of bodies) expect(await deliver(listener.url, body)).toMatchObject({ status: 204 });
  expect(app.arrivals.map(({ body }) => body)).toEqual(bodies.map((body) => Buffer.from(body)));
});

test('headers are forwarded in their order and case, but for those of the connection and the host', async () => {
  const app = await startApp();
  const listener = await startListener(['--forward', app.url]);
  const kept: RawHeaders = [
    ['user-AGENT', 'Svix-Webhooks/1.84.0'],
    ...signedHeaders(BODY),
    ['X-Twice', '1'],
    ['Cookie', 'a=1; b=2'],
    ['x-tWICE', '\xe4 2'],
    ['Accept-Encoding', 'br'],
    ['Content-Encoding', 'identity'],
    ['X-Forwarded-For', '10.0.0.1'],
  ];
  const dropped: RawHeaders = [
    ['Keep-Alive', 'timeout=5'],
    ['TE', 'trailers'],
    ['Proxy-Connection', 'close'],
    ['X-Hop', 'named by Connection'],
    ['Connection', 'close, X-Hop'],
  ];
  const mixed = kept.flatMap((pair, index) => [pair, ...dropped.slice(index, index + 1)]);
  await send(listener.url, { headers: mixed, body: BODY });
  const { host } = new URL(app.url);
  const [arrival] = app.arrivals;
  const added = ['host', 'content-length', 'connection'];
  expect(arrival?.headers.filter(([name]) => !added.includes(name.toLowerCase()))).toEqual(kept);
  expect(arrival).toMatchObject({
    method: 'POST',
    path: '/hooks?a=1',
    parsed: { host, 'content-length': String(BODY.length) },
  });
});

test('a delivery that came in chunks is forwarded with its length', async () => {
  const app = await startApp(verifying());
  const listener = await startListener(['--forward', app.url]);
  const head = signedHeaders(BODY).map(([name, value]) => `${name}: ${value}\r\n`);
  const chunks = [BODY.subarray(0, 10), BODY.subarray(10)].map(
    (chunk) => `${chunk.length.toString(16)}\r\n${chunk.toString('latin1')}\r\n`,
  );
  const wire = openWire(
    listener.url,
    `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n${head.join('')}\r\n${chunks.join('')}0\r\n\r\n`,
  );
  expect(await wire.reply()).toMatch(/^HTTP\/1.1 204 /);
  expect(app.arrivals[0]?.parsed).toMatchObject({ 'content-length': String(BODY.length) });
  expect(app.arrivals[0]?.parsed).not.toHaveProperty('transfer-encoding');
});

test.each([
  [201, 'made', { 'content-type': 'text/x-odd', 'x-powered-by': 'Express', 'set-cookie': 'a=1' }],
  [301, 'moved', { location: '/elsewhere' }],
  [307, '', { location: 'http://127.0.0.1:1/' }],
  [404, 'no such route', {}],
  [429, '', { 'retry-after': '7' }],
  [500, 'Error: at line 1', {}],
] as const)(
  "the app's %i is passed back with its body, and no redirect is followed",
  async (status, body, sent) => {
    const app = await startApp(answering(status, body, sent));
    const listener = await startListener(['--forward', app.url]);
    const reply = await deliver(listener.url, BODY, { id: 'msg_1' });
    expect(reply).toMatchObject({ status, body });
    const {
      'x-powered-by': _framework,
      'set-cookie': _cookie,
      ...returned
    } = { ...sent } as Record<string, string>;
    expect(reply.headers).toMatchObject(returned);
    expect(reply.headers).not.toHaveProperty('x-powered-by');
    expect(reply.headers).not.toHaveProperty('set-cookie');
    const [forwarded] = await listener.wait('forwarded');
    expect(forwarded).toMatchObject({ svixId: 'msg_1', url: app.url, status, answerStatus: status });
    expect(app.arrivals).toHaveLength(1);
    await listener.stop();
    const [kept] = await readCaptures(listener.cwd);
    expect(kept).toMatchObject({
      id: forwarded?.id,
      answer: { by: 'app', status },
      forwardings: [{ url: app.url, status }],
    });
    expect(Buffer.from(kept?.forwardings?.[0]?.body ?? []).toString()).toBe(body);
  },
);

test('an app that is down is answered for with 502 and the reason, and the delivery is kept', async () => {
  const url = await findDeadUrl();
  const listener = await startListener(['--forward', url]);
  const reply = await deliver(listener.url, BODY);
  expect(reply.status).toBe(502);
  expect(JSON.parse(reply.body)).toEqual({
    error: 'app_refused',
    message: 'The app gave no answer: connection refused.',
  });
  const [forwarded] = await listener.wait('forwarded');
  expect(forwarded).toMatchObject({ status: null, answerStatus: 502, error: { code: 'refused' } });
  await listener.stop();
  expect(await readCaptures(listener.cwd)).toMatchObject([
    { answer: { by: 'app', status: 502 }, forwardings: [{ url, status: null, error: 'connection refused' }] },
  ]);
});

test("S11, R7: an app's answer that is unusual HTTP is passed back, and one that is none is refused in exact words", async () => {
  const app = await startApp((_, response, request) => {
    const { socket } = request;
    if (app.arrivals.length === 1)
      socket.end(
        'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 OK\nContent-Type: a/b;\n c\x01=d\nContent-Length: 2\n\nhi',
      );
    else socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n');
    response.detachSocket(socket);
  });
  const listener = await startListener(['--forward', app.url]);
  const first = await deliver(listener.url, BODY);
  expect([first.status, first.body]).toEqual([202, 'hi']);
  const second = await deliver(listener.url, BODY);
  expect([second.status, JSON.parse(second.body)]).toEqual([
    502,
    {
      error: 'app_not_http',
      message:
        'The app gave no answer that can be passed back: the answer is not valid HTTP: it has both Content-Length and Transfer-Encoding.',
    },
  ]);
});

test('an app that drops the connection is answered for with 502', async () => {
  const app = await startApp(resetting());
  const listener = await startListener(['--forward', app.url]);
  const reply = await deliver(listener.url, BODY);
  expect(reply).toMatchObject({ status: 502, body: expect.stringContaining('app_reset') });
  expect(app.arrivals).toHaveLength(1);
});

test('what is not verified is not forwarded', async () => {
  const app = await startApp();
  const listener = await startListener(['--forward', app.url]);
  expect(await deliver(listener.url, BODY, { offsetSeconds: -400 })).toMatchObject({ status: 400 });
  const { stdout } = await listener.stop();
  expect(app.arrivals).toEqual([]);
  const records = parseRecords(stdout);
  expect(ofType('forwarded', records)).toEqual([]);
  expect(ofType('received', records)[0]).not.toHaveProperty('forwards');
  expect(records.at(-1)).toMatchObject({ failed: 1, forwarded: 0 });
});

test('deliveries of different people are forwarded side by side: one that hangs delays no other', async () => {
  const hanging = Promise.withResolvers<void>();
  const app = await startApp(async ({ parsed }, response) => {
    if (parsed['svix-id'] === 'msg_hanging') await hanging.promise;
    response.end();
  });
  const listener = await startListener(['--forward', app.url]);
  const first = deliver(listener.url, BODY, { id: 'msg_hanging' });
  await app.arrived(1);
  expect(await deliver(listener.url, readFixture('synthetic/onboarding.completed.live'))).toMatchObject({
    status: 200,
  });
  hanging.resolve();
  expect(await first).toMatchObject({ status: 200 });
});
