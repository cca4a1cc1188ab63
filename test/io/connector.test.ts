import dns from 'node:dns';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import { afterAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { isSuccess } from '../../src/core/delivery/delivery.ts';
import { startBulk } from '../../src/io/bulk-sender.ts';
import { startHttpClient } from '../../src/io/http-client.ts';

/** A resolver for which every name leads to 127.0.0.9, which stands for another machine. A server asks it for its address. */
const resolver = vi.spyOn(dns, 'lookup').mockImplementation(((host: string, options: unknown, give: Give) => {
  const address = isIP(host) === 0 ? '127.0.0.9' : host;
  const family = isIP(address);
  if ((options as dns.LookupOptions).all === true) give(null, [{ address, family }]);
  else give(null, address, family);
}) as never);
type Give = (...answer: unknown[]) => void;
const asked = () => resolver.mock.calls.map(([host]) => host).filter((host) => isIP(host) === 0);
beforeEach(() => void resolver.mockClear());
afterAll(() => resolver.mockRestore());

/** An app on one address alone, which answers with the host that it was asked for. */
async function startAt(address: string): Promise<number> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end(request.headers.host));
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, address), 'listening');
  return (server.address() as AddressInfo).port;
}

async function post(url: string) {
  const client = startHttpClient();
  onTestFinished(() => client.close());
  const outcome = await client.post({ url, headers: [], body: Buffer.from('{}') });
  return outcome.kind === 'answered' ? Buffer.from(outcome.body).toString() : outcome.code;
}

async function postInBulk(url: string) {
  const order = { count: 1, durationMs: Number.POSITIVE_INFINITY, isDelivered: isSuccess };
  const pace = { kind: 'closed', connections: 1, pipelining: 1 } as const;
  const prepare = () => ({ lines: '', body: Buffer.from('{}') });
  const { signal } = new AbortController();
  const { byStatus, errors } = await startBulk({ url, pace, prepare, signal, ...order }).ended;
  return [...byStatus.keys(), ...errors.keys()];
}

const HOSTS = ['localhost', 'LOCALHOST.', 'tenant.localhost', 'a.b.localhost', '[::]', '0.0.0.0'];

test.each(['127.0.0.1', '::1'])(
  'R3, R8: an app on %s alone is reached by every name of this machine',
  async (address) => {
    const port = await startAt(address);
    for (const host of HOSTS) {
      const url = `http://${host}:${port}/`;
      expect(await post(url)).toBe(new URL(url).host);
      expect(await postInBulk(url)).toEqual([200]);
    }
  },
);

test.each(['localhost', 'app.localhost', 'app.localhost.'])(
  'S5: %s never goes where a resolver leads it, and no resolver is asked',
  async (host) => {
    const port = await startAt('127.0.0.9');
    const url = `http://${host}:${port}/`;
    expect([await post(url), await postInBulk(url), asked()]).toEqual(['refused', ['refused'], []]);
  },
);

test('S5: any other name goes where the resolver says', async () => {
  const port = await startAt('127.0.0.9');
  expect(await post(`http://app.example:${port}/`)).toBe(`app.example:${port}`);
  expect(asked()).toEqual(['app.example']);
});
