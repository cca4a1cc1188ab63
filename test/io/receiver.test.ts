import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Delivery } from '../../src/core/delivery/delivery.ts';
import { type ReceiverOptions, startReceiver } from '../../src/io/receiver.ts';
import type { Refusal } from '../../src/io/refusal.ts';
import { openWire, send } from '../harness/sender.ts';

interface Started {
  readonly url: string;
  readonly deliveries: Delivery[];
  readonly refusals: Refusal[];
  readonly refused: () => Promise<Refusal | undefined>;
  readonly close: (drainMs: number) => Promise<void>;
}

async function start(options: Partial<ReceiverOptions> = {}): Promise<Started> {
  const deliveries: Delivery[] = [];
  const refusals: Refusal[] = [];
  const told = new EventTarget();
  const receiver = await startReceiver({
    host: '127.0.0.1',
    port: 0,
    onDelivery: async (delivery) => {
      deliveries.push(delivery);
      return { status: 200, body: 'taken' };
    },
    onVisit: ({ wantsHtml }) => ({ status: 200, body: wantsHtml ? 'page' : 'text' }),
    onRefusal: (refusal) => {
      refusals.push(refusal);
      told.dispatchEvent(new Event('refusal'));
    },
    ...options,
  });
  onTestFinished(() => receiver.close(0));
  const refused = async () => {
    if (refusals.length === 0) await once(told, 'refusal');
    return refusals[0];
  };
  return { url: receiver.url, close: receiver.close, deliveries, refusals, refused };
}

const CHUNKED = 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';

test('a body of exactly the limit is taken, and one byte more is not', async () => {
  const receiver = await start({ maxBodyBytes: 10 });
  expect(await send(receiver.url, { body: '0123456789' })).toMatchObject({ status: 200 });
  expect(await send(receiver.url, { body: '0123456789!' })).toMatchObject({
    status: 413,
    body: 'the body is larger than 10 bytes, the most that Svix sends\n',
  });
  expect(receiver.deliveries).toHaveLength(1);
});

test('a Content-Length above the limit is answered 413 before a byte of the body is sent', async () => {
  const receiver = await start({ maxBodyBytes: 10 });
  const wire = openWire(receiver.url, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n');
  expect(await wire.reply()).toMatch(/^HTTP\/1\.1 413 .*\r\nConnection: close\r\n/s);
});

test('a stream that grows above the limit is answered 413 while it is still being sent', async () => {
  const receiver = await start({ maxBodyBytes: 10 });
  const wire = openWire(receiver.url, `${CHUNKED}8\r\n01234567\r\n`);
  wire.socket.write('8\r\n01234567\r\n');
  expect(await wire.reply((text) => text.includes('larger'))).toMatch(/^HTTP\/1\.1 413 /);
  expect(receiver.refusals).toMatchObject([{ code: 'body_too_large', status: 413 }]);
  expect(receiver.deliveries).toEqual([]);
});

test('a sender that asks with Expect: 100-continue is asked to go on, or told at once that the body is too large', async () => {
  const receiver = await start({ maxBodyBytes: 10 });
  const head = (length: number) =>
    `POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: ${length}\r\n\r\n`;
  const small = openWire(receiver.url, head(2));
  expect(await small.reply((text) => text.includes('\r\n\r\n'))).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  small.socket.write('{}');
  expect(await small.reply()).toMatch(/HTTP\/1\.1 200 OK\r\n.*taken/s);
  expect(await openWire(receiver.url, head(11)).reply()).toMatch(/^HTTP\/1\.1 413 /);
});

test('a sender that is too slow is cut off with 408', async () => {
  const receiver = await start({ requestTimeoutMs: 60 });
  const wire = openWire(receiver.url, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n{');
  expect(await wire.reply()).toMatch(/^HTTP\/1\.1 408 /);
  expect(receiver.refusals).toEqual([
    { code: 'request_timeout', status: 408, message: 'the sender was too slow and was cut off' },
  ]);
});

test('a sender that never ends its headers is cut off with 408', async () => {
  const receiver = await start({ requestTimeoutMs: 60 });
  expect(await openWire(receiver.url, 'POST / HTTP/1.1\r\nHost: a\r\n').reply()).toMatch(/^HTTP\/1\.1 408 /);
});

test.each([
  ['no HTTP at all', 'GARBAGE\r\n\r\n', 400],
  ['a header without a colon', 'POST / HTTP/1.1\r\nHost: a\r\nodd\r\n\r\n', 400],
  ['two ways to tell the length', `${CHUNKED.slice(0, -2)}Content-Length: 3\r\n\r\n`, 400],
  ['a chunk without a length', `${CHUNKED}zz\r\n`, 400],
  ['too many headers', `POST / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
])('%s is answered %s', async (_, bytes, status) => {
  const receiver = await start();
  const reply = await openWire(receiver.url, bytes).reply();
  expect(reply).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(reply.match(/HTTP\/1\.1/g)).toHaveLength(1);
  expect(receiver.refusals).toMatchObject([{ code: 'malformed_request', status }]);
  expect(receiver.deliveries).toEqual([]);
});

test('a sender that goes away in the middle of the body is reported, and the next one is served', async () => {
  const receiver = await start();
  const wire = openWire(receiver.url, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n{');
  await once(wire.socket, 'connect');
  wire.socket.end();
  expect(await receiver.refused()).toMatchObject({ code: 'request_incomplete' });
  expect(await send(receiver.url, { body: '{}' })).toMatchObject({ status: 200 });
  expect(receiver.deliveries).toHaveLength(1);
});

test('a sender that resets the connection is no reason to fail', async () => {
  const receiver = await start();
  const wire = openWire(receiver.url, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n{');
  await once(wire.socket, 'connect');
  wire.socket.resetAndDestroy();
  await receiver.refused();
  expect(await send(receiver.url, { body: '{}' })).toMatchObject({ status: 200 });
});

test('one connection may carry several deliveries', async () => {
  const receiver = await start();
  const one = 'POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n1';
  const two = 'POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nConnection: close\r\n\r\n2';
  const reply = await openWire(receiver.url, one + two).reply();
  expect(reply.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  expect(receiver.deliveries.map(({ path, body }) => [path, Buffer.from(body).toString()])).toEqual([
    ['/1', '1'],
    ['/2', '2'],
  ]);
});

test('closing waits for the delivery in flight, and takes no new connection', async () => {
  let finish = () => {};
  let begun = () => {};
  const inFlight = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const receiver = await start({
    onDelivery: () => {
      begun();
      return new Promise((resolve) => {
        finish = () => resolve({ status: 204 });
      });
    },
  });
  const reply = send(receiver.url, { body: '{}' });
  await inFlight;
  const closed = receiver.close(10_000);
  const late = connect(Number(new URL(receiver.url).port), '127.0.0.1');
  expect(await once(late, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
  finish();
  expect(await reply).toMatchObject({ status: 204 });
  await closed;
});

test('closing cuts off what is not done in time, and connections that send nothing', async () => {
  const receiver = await start({ onDelivery: () => new Promise(() => undefined) });
  const idle = openWire(receiver.url, '');
  const reply = send(receiver.url, { body: '{}' });
  const failure = expect(reply).rejects.toMatchObject({ code: 'ECONNRESET' });
  await once(idle.socket, 'connect');
  await receiver.close(50);
  await failure;
  await idle.reply();
});

test.each([
  ['127.0.0.1', 'http://127.0.0.1:'],
  ['::1', 'http://[::1]:'],
  ['0.0.0.0', 'http://localhost:'],
])('the URL of a receiver on %s is one that can be opened', async (host, beginning) => {
  const { url } = await start({ host });
  expect(url.startsWith(beginning)).toBe(true);
  expect(await send(url.replace('localhost', '127.0.0.1'), { body: '' })).toMatchObject({ status: 200 });
});

test('a port in use and an address that is not here are failures with a code', async () => {
  const { url } = await start();
  await expect(start({ port: Number(new URL(url).port) })).rejects.toMatchObject({ code: 'port_in_use' });
  await expect(start({ host: '192.0.2.1' })).rejects.toMatchObject({ code: 'address_unavailable' });
});
