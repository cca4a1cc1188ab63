import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/io/receiver/options.ts';
import { openWire, send } from '../../harness/sender.ts';
import { CHUNKED, head, post, start } from './start.ts';

test('a body of exactly the limit is taken, and one byte more is not', async () => {
  const receiver = await start({ maxBodyBytes: 10 });
  expect(await send(receiver.url, { body: '0123456789' })).toMatchObject({ status: 200 });
  expect(await send(receiver.url, { body: '0123456789!' })).toMatchObject({
    status: 413,
    body: 'the body is larger than 10 bytes, the limit here\n',
  });
  expect(receiver.deliveries).toHaveLength(1);
});

test('a Content-Length above the limit is answered 413 before a byte of the body is sent', async () => {
  const receiver = await start({ maxBodyBytes: 10 });
  const wire = openWire(receiver.url, head('POST / HTTP/1.1', 'Host: a', 'Content-Length: 11'));
  expect(await wire.reply((text) => text.includes('limit'))).toMatch(
    /^HTTP\/1\.1 413 .*\r\nConnection: close\r\n/s,
  );
});

test('a stream that grows above the limit is answered 413 while it is still being sent', async () => {
  const receiver = await start({ maxBodyBytes: 10 });
  const wire = openWire(receiver.url, `${CHUNKED}8\r\n01234567\r\n`);
  wire.socket.write('8\r\n01234567\r\n');
  expect(await wire.reply((text) => text.includes('larger'))).toMatch(/^HTTP\/1\.1 413 /);
  expect(receiver.refusals).toMatchObject([{ code: 'body_too_large', status: 413 }]);
  expect(receiver.deliveries).toEqual([]);
});

test('a sender of far too much that reads only when it has sent all gets its 413', async () => {
  const receiver = await start();
  const body = 'x'.repeat(8_000_000);
  for (let round = 0; round < 5; round += 1) {
    const wire = openWire(receiver.url, head('POST / HTTP/1.1', 'Host: a', `Content-Length: ${body.length}`));
    wire.socket.pause();
    await new Promise<void>((resolve) => wire.socket.write(body, () => resolve()));
    wire.socket.resume();
    expect(await wire.reply()).toMatch(/^HTTP\/1\.1 413 /);
  }
});

test('a sender that asks with Expect: 100-continue is asked to go on, or told at once that the body is too large', async () => {
  const receiver = await start({ maxBodyBytes: 10, path: '/' });
  const ask = (length: number) =>
    head(
      'POST / HTTP/1.1',
      'Host: a',
      'Connection: close',
      'Expect: 100-Continue',
      `Content-Length: ${length}`,
    );
  const small = openWire(receiver.url, ask(2));
  expect(await small.reply((text) => text.includes('\r\n\r\n'))).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  small.socket.write('{}');
  expect(await small.reply()).toMatch(/HTTP\/1\.1 200 OK\r\n.*taken/s);
  const large = openWire(receiver.url, ask(11));
  expect(await large.reply((text) => text.includes('larger'))).toMatch(/^HTTP\/1\.1 413 /);
  const lost = openWire(receiver.url, ask(2).replace('POST /', 'POST /lost'));
  expect(await lost.reply((text) => text.includes('only'))).toMatch(/^HTTP\/1\.1 404 /);
});

test('so many headers as are allowed are all there, and one more is refused with 431', async () => {
  const receiver = await start();
  const many = (count: number) => post('/', '{}', 'Connection: close', ...Array(count).fill('X: y'));
  const { maxHeaders } = DEFAULT_LIMITS;
  expect(await openWire(receiver.url, many(maxHeaders - 3)).reply()).toMatch(/^HTTP\/1\.1 200 /);
  expect(receiver.deliveries[0]?.headers).toHaveLength(maxHeaders);
  expect(await openWire(receiver.url, many(maxHeaders - 2)).reply()).toMatch(/^HTTP\/1\.1 431 /);
  expect(receiver.refusals).toEqual([
    { code: 'headers_too_large', status: 431, message: '201 headers: at most 200 are taken' },
  ]);
});

test.each([
  ['10,000 headers', Array(10_000).fill('X: y')],
  ['a header of 40 kB', [`X: ${'x'.repeat(40_000)}`]],
])('%s are refused with 431 and one report', async (_, headers) => {
  const receiver = await start();
  const wire = openWire(receiver.url, post('/', '{}', ...headers));
  expect(await wire.reply()).toMatch(/^HTTP\/1\.1 431 /);
  expect(receiver.refusals).toMatchObject([{ code: 'headers_too_large', status: 431 }]);
});

test('a body that comes too slowly is cut off with 408 though the headers came fast', async () => {
  const receiver = await start({ bodyTimeoutMs: 60 });
  const wire = openWire(receiver.url, `${head('POST / HTTP/1.1', 'Host: a', 'Content-Length: 50')}{`);
  expect(await wire.reply((text) => text.includes('slow'))).toMatch(/^HTTP\/1\.1 408 /);
  expect(receiver.refusals).toEqual([
    { code: 'request_timeout', status: 408, message: 'the sender was too slow and was cut off' },
  ]);
});

test('a sender that never ends its headers is cut off with 408', async () => {
  const receiver = await start({ headersTimeoutMs: 60 });
  expect(await openWire(receiver.url, 'POST / HTTP/1.1\r\nHost: a\r\n').reply()).toMatch(/^HTTP\/1\.1 408 /);
  expect(receiver.refusals).toMatchObject([{ code: 'request_timeout' }]);
});

test('slow headers leave the body all of its time', async () => {
  const receiver = await start({ headersTimeoutMs: 5_000, bodyTimeoutMs: 300 });
  const wire = openWire(receiver.url, 'POST / HTTP/1.1\r\nHost: a\r\n');
  await sleep(350);
  wire.socket.write('Connection: close\r\nContent-Length: 2\r\n\r\n{}');
  expect(await wire.reply()).toMatch(/^HTTP\/1\.1 200 /);
});

test('a connection that sends nothing, or nothing more, is closed without a report', async () => {
  const receiver = await start({ headersTimeoutMs: 60, idleTimeoutMs: 60 });
  const silent = openWire(receiver.url, '');
  const idle = openWire(receiver.url, post('/', '{}'));
  expect(await silent.reply()).toBe('');
  expect(await idle.reply()).toMatch(/^HTTP\/1\.1 200 /);
  expect(receiver.refusals).toEqual([]);
});

test('a connection above the limit is answered 503 while all others are at work, and they are one report a second', async () => {
  const receiver = await start({ maxConnections: 2, onDelivery: () => new Promise(() => undefined) });
  const held = [openWire(receiver.url, post('/', '{}')), openWire(receiver.url, post('/', '{}'))];
  await receiver.delivered(2);
  const replies = await Promise.all(
    Array.from({ length: 5 }, () => openWire(receiver.url, post('/', '{}')).reply()),
  );
  for (const reply of replies) expect(reply).toMatch(/^HTTP\/1\.1 503 .*\r\nRetry-After: 1\r\n/s);
  expect(receiver.refusals).toEqual([
    {
      code: 'too_many_connections',
      status: 503,
      message: '2 connections are open; 1 other was refused or, being the slowest, closed',
    },
  ]);
  held[0]?.socket.destroy();
  await receiver.close(0);
  expect(receiver.refusals[1]?.message).toBe(
    '2 connections are open; 4 others were refused or, being the slowest, closed',
  );
  expect(receiver.deliveries).toHaveLength(2);
});

test('connections far above the limit are closed at once, and there is room again when others have gone', async () => {
  const receiver = await start({ maxConnections: 1 });
  const wires = Array.from({ length: 80 }, () => openWire(receiver.url, ''));
  await Promise.any(wires.map(({ reply }) => reply()));
  await Promise.all(
    wires.map(({ socket }) => (socket.destroyed ? undefined : once(socket.destroy(), 'close'))),
  );
  expect(receiver.refusals.every(({ code }) => code === 'too_many_connections')).toBe(true);
  await expect.poll(() => send(receiver.url, { body: '{}' })).toMatchObject({ status: 200 });
});
