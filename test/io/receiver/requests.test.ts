import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openWire, send } from '../../harness/sender.ts';
import { CHUNKED, head, post, start } from './start.ts';

test.each([
  ['no HTTP at all', 'GARBAGE\r\n\r\n'],
  ['a header without a colon', post('/', '{}', 'odd')],
  ['a header name with a space', post('/', '{}', 'X y: a')],
  ['a space before the colon', post('/', '{}', 'X : a')],
  ['a header without a name', post('/', '{}', ': a')],
  ['NUL in a header', post('/', '{}', 'X: a\0b')],
  ['a control character in a header', post('/', '{}', 'X: a\x01b')],
  ['a header over two lines (obs-fold)', post('/', '{}', 'X: a\r\n b')],
  ['a bare LF', 'POST / HTTP/1.1\nHost: a\nContent-Length: 2\n\n{}'],
  ['a bare LF after one header', 'POST / HTTP/1.1\r\nHost: a\nContent-Length: 2\r\n\r\n{}'],
  ['a bare CR', 'POST / HTTP/1.1\r\nHost: a\rX: b\r\nContent-Length: 2\r\n\r\n{}'],
  ['two lengths', head('POST / HTTP/1.1', 'Host: a', 'Content-Length: 2', 'Content-Length: 3')],
  ['the same length twice', head('POST / HTTP/1.1', 'Host: a', 'Content-Length: 2', 'Content-Length: 2')],
  ['a negative length', head('POST / HTTP/1.1', 'Host: a', 'Content-Length: -2')],
  ['a length beyond all numbers', head('POST / HTTP/1.1', 'Host: a', `Content-Length: ${'9'.repeat(30)}`)],
  ['chunks and a length', `${CHUNKED.slice(0, -2)}Content-Length: 3\r\n\r\n`],
  [
    'a length and chunks',
    head('POST / HTTP/1.1', 'Host: a', 'Content-Length: 3', 'Transfer-Encoding: chunked'),
  ],
  ['a chunk without a length', `${CHUNKED}zz\r\n`],
  ['a chunk longer than its length', `${CHUNKED}1\r\n{}\r\n0\r\n\r\n`],
  ['a chunk shorter than its length', `${CHUNKED}3\r\n{}\r\n0\r\n\r\n`],
  ['a chunk of 2^68 bytes', `${CHUNKED}fffffffffffffffff\r\n`],
  ['chunks with bare LFs', `${CHUNKED}2\n{}\n0\n\n`],
  ['a path that is not ASCII', post('/\xe4', '{}')],
  ['no Host', head('POST / HTTP/1.1', 'Content-Length: 0', 'Connection: close')],
  ['two Hosts', post('/', '{}', 'Host: b', 'Connection: close')],
])('%s is refused with 400 and one report', async (_, bytes) => {
  const receiver = await start();
  const reply = await openWire(receiver.url, bytes).reply();
  expect(reply).toMatch(/^HTTP\/1\.1 400 /);
  expect(reply.match(/HTTP\/1\.1/g)).toHaveLength(1);
  expect(receiver.refusals).toMatchObject([{ code: 'malformed_request', status: 400 }]);
  expect(receiver.deliveries).toEqual([]);
});

test('the reason of the parser is told', async () => {
  const receiver = await start();
  await openWire(receiver.url, post('/', '{}', 'X: a\r\n b')).reply();
  expect(receiver.refusals[0]?.message).toBe(
    'a request was not taken: it is not valid HTTP: Unexpected whitespace after header value',
  );
});

test.each([
  ['https on the port of http', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 'the sender speaks https'],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'the sender speaks HTTP/2'],
])('%s is named in one report', async (_, bytes, message) => {
  const receiver = await start();
  await openWire(receiver.url, bytes).reply();
  expect(receiver.refusals).toMatchObject([
    { code: 'wrong_protocol', status: 400, message: expect.stringContaining(message) },
  ]);
});

test.each([
  ['Expect: the-moon', post('/', '{}', 'Expect: the-moon'), 'expectation_unknown', 417],
  ['CONNECT', head('CONNECT a:1 HTTP/1.1', 'Host: a'), 'method_not_allowed', 405],
  ['OPTIONS *', head('OPTIONS * HTTP/1.1', 'Host: a'), 'method_not_allowed', 405],
  [
    'a compressed transfer',
    `${head('POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: gzip, chunked')}0\r\n\r\n`,
    'malformed_request',
    501,
  ],
])('%s is refused', async (_, bytes, code, status) => {
  const receiver = await start();
  expect(await openWire(receiver.url, bytes).reply()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(receiver.refusals).toMatchObject([{ code, status }]);
  expect(receiver.deliveries).toEqual([]);
});

test.each(
  ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].flatMap((method) =>
    [
      'svix-id',
      'Svix-Timestamp',
      'SVIX-SIGNATURE',
      'webhook-id',
      'Webhook-Signature',
      'X-Svix-Id',
      'HTTP_SVIX_ID',
    ].map((name) => [method, name] as const),
  ),
)('Z8: %s with %s is refused and said to be a delivery of another method', async (method, name) => {
  const receiver = await start();
  expect(await send(`${receiver.url}/x?a`, { method, headers: [[name, 'v']], body: '{}' })).toMatchObject({
    status: 405,
  });
  expect(receiver.refusals).toEqual([
    {
      code: 'method_not_allowed',
      status: 405,
      message: `came as ${method} /x: it has the headers of a delivery; a proxy or redirect in between changed POST to ${method}`,
    },
  ]);
});

test('HTTP/1.0 without Host is delivered, and the connection is closed', async () => {
  const receiver = await start();
  const wire = openWire(receiver.url, 'POST /old HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}');
  expect(await wire.reply()).toMatch(/^HTTP\/1\.1 200 .*\r\nConnection: close\r\n.*taken$/s);
  expect(receiver.taken()).toEqual([['/old', '{}']]);
});

test('a compressed body is kept as the bytes that came, because those are what was signed', async () => {
  const receiver = await start();
  const body = gzipSync('{"event_kind":"x"}');
  await send(receiver.url, { body, headers: [['Content-Encoding', 'gzip']] });
  expect(receiver.deliveries[0]?.body).toEqual(body);
});

test.each(['//p//q', '/a?b=//c&d', '/a#b', 'http://a/x?y', '/%00%E4', `/${'x'.repeat(20_000)}`])(
  'the request target is kept as it came: %.20s',
  async (target) => {
    const receiver = await start();
    await openWire(receiver.url, post(target, '{}', 'Connection: close')).reply();
    expect(receiver.taken()).toEqual([[target, '{}']]);
  },
);

test('where only one path takes deliveries, a whole URL with that path is one of them', async () => {
  const receiver = await start({ path: '/hooks' });
  const status = async (target: string) =>
    (await openWire(receiver.url, post(target, '{}', 'Connection: close')).reply()).slice(9, 12);
  expect(await status('http://other.example/hooks?a')).toBe('200');
  expect(await status('http://other.example')).toBe('404');
  expect(await status('//hooks')).toBe('404');
});

test('headers with Latin-1 and names in any case are kept as they came', async () => {
  const receiver = await start();
  await openWire(
    receiver.url,
    post('/', '{}', 'x-ODD: \xe4\xff', 'X-odd:  two ', 'Connection: close'),
  ).reply();
  expect(receiver.deliveries[0]?.headers.slice(2, 4)).toEqual([
    ['x-ODD', 'äÿ'],
    ['X-odd', 'two'],
  ]);
});

test('chunks with extensions and trailers are a delivery', async () => {
  const receiver = await start();
  const wire = openWire(receiver.url, `${CHUNKED}1;a=b\r\n{\r\n1\r\n}\r\n0\r\nX: y\r\n\r\n`);
  expect(await wire.reply((text) => text.includes('taken'))).toMatch(/^HTTP\/1\.1 200 /);
  expect(receiver.taken()).toEqual([['/', '{}']]);
});

test('a sender that goes away in the middle of the body is reported, and the next one is served', async () => {
  const receiver = await start();
  const wire = openWire(receiver.url, `${head('POST / HTTP/1.1', 'Host: a', 'Content-Length: 5')}{`);
  await once(wire.socket, 'connect');
  wire.socket.end();
  expect(await receiver.refused()).toMatchObject({ code: 'request_incomplete' });
  expect(await send(receiver.url, { body: '{}' })).toMatchObject({ status: 200 });
  expect([receiver.deliveries.length, receiver.refusals.length]).toEqual([1, 1]);
});

test('a sender that resets the connection is no reason to fail', async () => {
  const receiver = await start();
  const wire = openWire(receiver.url, `${head('POST / HTTP/1.1', 'Host: a', 'Content-Length: 5')}{`);
  await once(wire.socket, 'connect');
  wire.socket.resetAndDestroy();
  await receiver.refused();
  expect(await send(receiver.url, { body: '{}' })).toMatchObject({ status: 200 });
});
