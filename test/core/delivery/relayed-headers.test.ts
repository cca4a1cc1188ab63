import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RawHeaders } from '../../../src/core/delivery/delivery.ts';
import { toRelayedHeaders, toReturnedHeaders } from '../../../src/core/delivery/relayed-headers.ts';

test('what belongs to the connection, and what the next request makes anew, is not passed on', () => {
  const headers: RawHeaders = [
    ['Host', 'a'],
    ['SVIX-id', 'msg_1'],
    ['Connection', 'keep-alive, X-Hop'],
    ['keep-alive', 'timeout=5'],
    ['x-hop', '1'],
    ['TE', 'trailers'],
    ['Trailer', 'x'],
    ['Transfer-Encoding', 'chunked'],
    ['Upgrade', 'h2c'],
    ['Proxy-Authorization', 'secret'],
    ['Proxy-Authenticate', 'Basic'],
    ['Proxy-Connection', 'close'],
    ['Content-Length', '2'],
    ['Expect', '100-continue'],
    ['connection', ' X-Other ,'],
    ['X-Other', '2'],
    ['Authorization', 'Bearer kept'],
  ];
  expect(toRelayedHeaders(headers)).toEqual([
    ['SVIX-id', 'msg_1'],
    ['Authorization', 'Bearer kept'],
  ]);
});

test('all other headers are passed on in their order, case and number', () => {
  const name = fc.constantFrom('X-A', 'x-a', 'Svix-Id', 'Content-Type', 'Content-Encoding', 'Cookie', '');
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string())), (headers) => {
      expect(toRelayedHeaders(headers)).toEqual(headers);
    }),
  );
});

test("of the app's answer only what means something to the sender goes back", () => {
  const kept: RawHeaders = [
    ['CONTENT-TYPE', 'text/plain'],
    ['Location', '/x'],
    ['retry-after', '7'],
    ['Webhook-Delivery', 'disable'],
    ['Content-Encoding', 'gzip'],
  ];
  const dropped: RawHeaders = [
    ['Set-Cookie', 'a=1'],
    ['Server', 'x'],
    ['Content-Length', '3'],
    ['Transfer-Encoding', 'chunked'],
  ];
  expect(toReturnedHeaders([...dropped, ...kept])).toEqual(kept);
});
