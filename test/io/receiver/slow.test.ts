import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import { expect, test } from 'vitest';
import { makeCertificate } from '../../../src/io/make-certificate.ts';
import { DEFAULT_LIMITS } from '../../../src/io/receiver/options.ts';
import { openWire, send } from '../../harness/sender.ts';
import { CHUNKED, head, start } from './start.ts';

const SLOW = head('GET / HTTP/1.1', 'Host: a', 'Content-Length: 1000000');

/** TLS that trusts any certificate. */
function connectSecurely(url: string): Socket {
  return connect({ host: '127.0.0.1', port: Number(new URL(url).port), rejectUnauthorized: false });
}

/** Requests that do not end, each with the status of its answer and the bytes that still come. */
const UNENDING: readonly (readonly [name: string, bytes: string, status: number, drop?: string])[] = [
  ...['POST', 'GET', 'HEAD'].map((method) => [method, SLOW.replace('GET', method), 408] as const),
  ...['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'].map(
    (method) => [method, SLOW.replace('GET', method), 405] as const,
  ),
  ['CONNECT', SLOW.replace('GET /', 'CONNECT a:1'), 405],
  ['a method nobody knows', SLOW.replace('GET', 'BREW'), 400],
  ['a GET in chunks', CHUNKED.replace('POST', 'GET'), 408, '1\r\nx\r\n'],
  ['trailers behind the last chunk', `${CHUNKED}0\r\n`, 408, 'X: y\r\n'],
  ['HTTP/1.0', SLOW.replace('1.1', '1.0'), 408],
  [
    'Expect: 100-continue',
    head('GET / HTTP/1.1', 'Host: a', 'Content-Length: 999999', 'Expect: 100-continue'),
    408,
  ],
  ['an unknown expectation', head('GET / HTTP/1.1', 'Host: a', 'Content-Length: 999999', 'Expect: x'), 417],
  ['a body above the limit', head('GET / HTTP/1.1', 'Host: a', 'Content-Length: 9999999'), 413],
  ['another path', SLOW.replace('/', '/other'), 404],
  ['no Host', SLOW.replace('Host: a\r\n', ''), 400],
  ['an upgrade', SLOW.replace('Host: a', 'Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket'), 408],
  ['a second request on a kept connection', head('GET / HTTP/1.1', 'Host: a') + SLOW, 200],
];

test.each([{ tls: false }, { tls: true }])(
  'a body that never ends keeps no connection beyond its time, whatever its request is (%o)',
  async ({ tls }) => {
    const receiver = await start({
      path: '/',
      bodyTimeoutMs: 150,
      ...(tls && { tls: await makeCertificate(['127.0.0.1']) }),
    });
    const ended = await Promise.all(
      UNENDING.map(async ([name, bytes, , drop = ' ']) => {
        const wire = openWire(receiver.url, bytes, tls ? connectSecurely(receiver.url) : undefined);
        const drip = setInterval(() => wire.socket.writable && wire.socket.write(drop), 20);
        const reply = await wire.reply().finally(() => clearInterval(drip));
        return [name, Number(/^HTTP\/1\.1 (?:100 .*?HTTP\/1\.1 )?(\d+)/s.exec(reply)?.[1] ?? 0)];
      }),
    );
    expect(ended).toEqual(UNENDING.map(([name, , status]) => [name, status]));
    expect(receiver.deliveries).toEqual([]);
  },
);

test('a sender that never reads its answers is cut off', async () => {
  const receiver = await start({
    bodyTimeoutMs: 150,
    onVisit: () => ({ status: 200, body: 'x'.repeat(1_000_000) }),
  });
  const wire = openWire(receiver.url, head('GET / HTTP/1.1', 'Host: a').repeat(30));
  wire.socket.pause();
  // A socket that is not read learns by writing that the other side has gone.
  const isClosed = () => wire.socket.destroyed || (wire.socket.write('x') && false);
  await expect.poll(isClosed).toBe(true);
});

test('a body that comes in pieces of any size is the bytes that were sent', async () => {
  const receiver = await start({ maxBodyBytes: 9_999 });
  const pieces = Array.from({ length: 140 }, (_, index) =>
    String.fromCharCode(33 + (index % 90)).repeat(index + 1),
  );
  for (const sent of [pieces, pieces.toReversed(), Array(9_999).fill('x')]) {
    const chunks = sent.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`);
    await openWire(receiver.url, `${CHUNKED}${chunks.join('')}0\r\n\r\n`).reply((text) =>
      text.includes('taken'),
    );
    expect(receiver.taken().at(-1)?.[1]).toBe(sent.join(''));
  }
});

test.each([
  ['GETs with a body that drips', SLOW, true],
  ['POSTs with a body that drips', SLOW.replace('GET', 'POST'), true],
  ['headers without end', 'POST / HTTP/1.1\r\nHost: a\r\n', false],
  ['connections that send nothing', '', false],
  ['connections kept after an answer', head('GET / HTTP/1.1', 'Host: a'), false],
])('deliveries are answered while 512 slow clients hold every place: %s', async (_, bytes, isDripping) => {
  const receiver = await start({ giveWayAfterMs: 50 });
  const slow = await Promise.all(
    Array.from({ length: DEFAULT_LIMITS.maxConnections }, async () => {
      const { socket } = openWire(receiver.url, bytes);
      await once(socket, 'connect');
      return socket;
    }),
  );
  for (let round = 0; round < 5; round += 1) {
    if (isDripping) for (const socket of slow) socket.write(' ');
    expect(await send(receiver.url, { body: '{}' })).toMatchObject({ status: 200 });
  }
  expect(slow.filter(({ destroyed }) => !destroyed).length).toBeGreaterThan(500);
  expect(receiver.refusals.every(({ code }) => code === 'too_many_connections')).toBe(true);
});

test('even more slow clients than are taken at all leave places free, and busy connections are never closed for others', async () => {
  let answer = () => {};
  const receiver = await start({
    maxConnections: 4,
    giveWayAfterMs: 50,
    onDelivery: ({ path }) =>
      path === '/busy'
        ? new Promise((resolve) => {
            answer = () => resolve({ status: 204 });
          })
        : Promise.resolve({ status: 200 }),
  });
  const busy = send(`${receiver.url}/busy`, { body: '{}' });
  await receiver.delivered(1);
  const wires = Array.from({ length: 80 }, () => openWire(receiver.url, SLOW));
  await Promise.any(wires.map(({ reply }) => reply()));
  await expect
    .poll(() => send(receiver.url, { body: '{}' }).catch(() => undefined))
    .toMatchObject({ status: 200 });
  for (let round = 0; round < 5; round += 1)
    expect(await send(receiver.url, { body: '{}' })).toMatchObject({ status: 200 });
  answer();
  expect(await busy).toMatchObject({ status: 204 });
});
