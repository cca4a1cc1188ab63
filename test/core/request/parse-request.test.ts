import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRequest } from '../../../src/core/request/parse-request.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const findRequest = (given: Uint8Array) => {
  const read = readRequest(given);
  return read.kind === 'request' ? read.delivery : undefined;
};

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

test('what curl -v prints is known, and not taken for a request: the body is not in it', () => {
  const trace =
    '* Trying 127.0.0.1\n> POST / HTTP/1.1\n> Svix-Id: msg_1\n> \n} [20 bytes data]\n< HTTP/1.1 200 OK\n{}';
  expect(readRequest(bytes(trace))).toEqual({ kind: 'curl_trace' });
});

test('a line end that an editor put at the end of the file is no part of the body', () => {
  const request = findRequest(bytes('\nPOST / HTTP/1.1\nContent-Length: 2\n\n{}\n'));
  expect(request?.body.toString()).toBe('{}');
});

test('many empty lines before a text that is no request take no time', () => {
  expect(readRequest(bytes(`${'\n'.repeat(50_000)}request log:\nPOST / HTTP/1.1\n`))).toEqual({
    kind: 'other',
  });
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
