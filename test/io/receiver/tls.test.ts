import { once } from 'node:events';
import { request } from 'node:https';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import { beforeAll, expect, test } from 'vitest';
import { makeCertificate } from '../../../src/io/make-certificate.ts';
import { DROP, type TlsPair } from '../../../src/io/receiver/options.ts';
import { openWire } from '../../harness/sender.ts';
import { head, post, start } from './start.ts';

let tls: TlsPair;
beforeAll(async () => {
  tls = await makeCertificate(['localhost', '127.0.0.1']);
});

function sendSecurely(
  url: string,
  body: string,
  ca: string,
  maxVersion: SecureVersion = 'TLSv1.3',
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', ca, maxVersion, agent: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    });
    outgoing.once('error', reject).end(body);
  });
}

test('a delivery comes over https to one who trusts the certificate', async () => {
  const receiver = await start({ tls });
  expect(receiver.url).toMatch(/^https:\/\/127\.0\.0\.1:/);
  expect(await sendSecurely(`${receiver.url}/x`, '{}', tls.cert)).toBe(200);
  expect(receiver.taken()).toEqual([['/x', '{}']]);
  expect(receiver.refusals).toEqual([]);
});

test('plain http on the port of https is one report that says so', async () => {
  const receiver = await start({ tls });
  await openWire(receiver.url, post('/', '{}')).reply();
  expect(receiver.refusals).toEqual([
    {
      code: 'wrong_protocol',
      status: null,
      message: 'the sender speaks plain http, and this port takes https',
    },
  ]);
});

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'a sender with %s that goes away because it does not trust the certificate is one report that says so',
  async (version) => {
    const receiver = await start({ tls });
    const other = await makeCertificate(['127.0.0.1']);
    await expect(sendSecurely(receiver.url, '{}', other.cert, version)).rejects.toThrow();
    expect(await receiver.refused()).toMatchObject({
      code: 'tls_failed',
      status: null,
      message: expect.stringContaining('may not trust the certificate'),
    });
    expect(receiver.refusals).toHaveLength(1);
  },
);

test('what is neither http nor TLS is a report, and one who only knocks is none', async () => {
  const receiver = await start({ tls, headersTimeoutMs: 60 });
  const knock = openWire(receiver.url, '');
  await once(knock.socket, 'connect');
  knock.socket.destroy();
  await openWire(receiver.url, '\x00\x01\x02garbage garbage').reply();
  expect(receiver.refusals).toMatchObject([{ code: 'tls_failed', status: null }]);
});

test('a handshake that never ends is cut off', async () => {
  const receiver = await start({ tls, headersTimeoutMs: 60 });
  await openWire(receiver.url, '\x16\x03\x01').reply();
  expect(receiver.refusals).toMatchObject([{ code: 'request_timeout', status: null }]);
});

test('limits and refusals are the same over https', async () => {
  const receiver = await start({
    tls,
    bodyTimeoutMs: 60,
    maxConnections: 2,
    onDelivery: ({ path }) => (path === '/held' ? new Promise(() => undefined) : Promise.resolve(DROP)),
  });
  const { port } = new URL(receiver.url);
  const open = () => {
    const socket = connectTls({ port: Number(port), host: '127.0.0.1', ca: tls.cert });
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
    });
    const closed = once(socket, 'close').then(() => text);
    return { socket, closed };
  };
  const slow = open();
  slow.socket.write(`${head('POST / HTTP/1.1', 'Host: a', 'Content-Length: 5')}{`);
  expect(await slow.closed).toMatch(/^HTTP\/1\.1 408 /);
  const garbage = open();
  garbage.socket.write('GARBAGE\r\n\r\n');
  expect(await garbage.closed).toMatch(/^HTTP\/1\.1 400 /);
  const dropped = open();
  dropped.socket.write(post('/', '{}'));
  expect(await dropped.closed).toBe('');
  const held = [open(), open()];
  for (const { socket } of held) socket.write(post('/held', '{}'));
  await receiver.delivered(3);
  const surplus = open();
  surplus.socket.write(post('/', '{}'));
  expect(await surplus.closed).toMatch(/^HTTP\/1\.1 503 /);
});
