import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findRequest } from '../../../src/core/request/parse-request.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test('a raw request is read with its method, path, headers and exact body', () => {
  const request = findRequest(
    bytes('POST /hooks?a=1 HTTP/1.1\r\nHost: x\r\nSvix-Id: msg_1\r\n\r\n{"a":1}\r\n\r\n'),
  );
  expect(request).toEqual({
    method: 'POST',
    path: '/hooks?a=1',
    headers: [
      ['Host', 'x'],
      ['Svix-Id', 'msg_1'],
    ],
    body: Buffer.from('{"a":1}\r\n\r\n'),
  });
});

test('what curl -v prints is read as the request in it', () => {
  const request = findRequest(bytes('* Trying 127.0.0.1\n> POST / HTTP/1.1\n> Svix-Id: msg_1\n> \n{}'));
  expect(request?.headers).toEqual([['Svix-Id', 'msg_1']]);
  expect(request?.body.toString()).toBe('{}');
});

test.each(['{"a":1}', '', 'GET', '{"text":"\nPOST / HTTP/1.1\n"}', 'hello\nPOST / HTTP/1.1\n\n'])(
  '%j is no request',
  (text) => {
    expect(findRequest(bytes(text))).toBeUndefined();
  },
);

test('any body comes through exactly', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (body) => {
      const head = bytes('POST / HTTP/1.1\r\nA: b\r\n\r\n');
      expect(findRequest(Buffer.concat([head, body]))?.body).toEqual(Buffer.from(body));
    }),
  );
});
