import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRequest } from '../../../src/core/delivery/parse-request.ts';

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

test('a byte order mark of an editor before a request is no part of it', () => {
  expect(findRequest(bytes('\xef\xbb\xbfPOST / HTTP/1.1\nA: b\n\n{}'))).toMatchObject({
    headers: [['A', 'b']],
  });
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

const HEAD = 'POST / HTTP/1.1\r\nA: b\r\n';
const CHUNKED = `${HEAD}Transfer-Encoding: chunked\r\n\r\n`;
const sized = (length: number | string, body: string) => `${HEAD}Content-Length: ${length}\r\n\r\n${body}`;

test.each([
  ['one chunk', `${CHUNKED}4\r\n{}ab\r\n0\r\n\r\n`, '{}ab', ['Took the body out of its chunk.']],
  ['two chunks', `${CHUNKED}1\r\na\r\n2\r\n\r\n\r\n0\r\n\r\n`, 'a\r\n', ['Joined the 2 chunks of the body.']],
  ['extensions', `${CHUNKED}1;a="x";b\r\na\r\n0;c\r\n\r\n`, 'a', ['Took the body out of its chunk.']],
  ['a size in upper case with zeros', `${CHUNKED}00A \r\n0123456789\r\n000\r\n\r\n`, '0123456789', [/Took/]],
  ['trailers', `${CHUNKED}1\r\na\r\n0\r\nX: y\r\nZ:\r\n\r\n`, 'a', [/Took/, 'Left out 2 trailers.']],
  ['lines that end in LF', `${CHUNKED.replaceAll('\r', '')}1\na\n1\nb\n0\n\n`, 'ab', [/2 chunks/]],
  [
    'another coding before it',
    `${HEAD}Transfer-Encoding: gzip, Chunked\r\n\r\n1\r\na\r\n0\r\n\r\n`,
    'a',
    [/Took/],
  ],
  [
    'a length as well',
    `${HEAD}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n`,
    'a',
    [/Took/],
  ],
  [
    'something after the end',
    `${CHUNKED}1\r\na\r\n0\r\n\r\nPOST /`,
    'a',
    [/Took/, 'Left out the 6 bytes after the last chunk.'],
  ],
  ['no body at all', `${CHUNKED}0\r\n\r\n`, '', []],
  ['no chunks', `${CHUNKED}{"a":1}`, '{"a":1}', [/has no chunks: it is judged unchanged/]],
  [
    'a chunk that is too short',
    `${CHUNKED}1\r\na\r\n5\r\nbc`,
    'abc',
    ['Chunk 2 has the size 5, but only 2 of it are there: the body is cut off.'],
  ],
  [
    'a chunk that is too long',
    `${CHUNKED}1\r\nab\r\n0\r\n\r\n`,
    'a',
    [/Chunk 1 has the size 1 but does not end there/],
  ],
  ['no last chunk', `${CHUNKED}1\r\na\r\n`, 'a', [/Took/, /The last chunk, of size 0, is missing/]],
  [
    'a size that is no number',
    `${CHUNKED}1\r\na\r\nxyz\r\n`,
    'a',
    [/Took/, 'Ignored what follows chunk 1: it is not a chunk.'],
  ],
  ['an exact length', sized(2, '{}'), '{}', []],
  [
    'a line feed of an editor',
    sized(2, '{}\n'),
    '{}',
    ['Left out the white space after the body: Content-Length is 2.'],
  ],
  ['a second request', sized(3, 'a=1POST / HTTP/1.1\r\n'), 'a=1', [/Left out the 17 bytes after the body/]],
  [
    'junk after JSON',
    sized(2, '{}junk'),
    '{}',
    ['Left out the 4 bytes after the body: Content-Length is 2.'],
  ],
  [
    'a body laid out anew',
    sized(7, '{ "a": 1 }'),
    '{ "a": 1 }',
    ['Content-Length is 7, but the body has 10 bytes: all are judged.'],
  ],
  ['a body cut off', sized(9, '{"a"'), '{"a"', ['Content-Length is 9, but only 4 bytes follow the headers.']],
  ['the same length twice', sized('2\r\nContent-Length: 2', '{}'), '{}', []],
  [
    'two lengths',
    sized('2\r\nContent-Length: 3', '{}'),
    '{}',
    [/not one whole number: a receiver answers 400/],
  ],
  ['a length that is no number', sized('two', '{}'), '{}', [/not one whole number/]],
  ['no empty line', HEAD.trimEnd(), '', [/so there is no body/]],
])(
  'R9: the body of a request with %s is what a receiver finds, and the rest is said',
  (_, text, body, notes) => {
    const read = readRequest(bytes(text));
    if (read.kind !== 'request') throw new Error(read.kind);
    expect(Buffer.from(read.delivery.body).toString('latin1')).toBe(body);
    expect(read.notes).toHaveLength(notes.length);
    for (const [index, note] of notes.entries()) expect(read.notes[index]).toMatch(note);
  },
);

test('any body comes through any cut into chunks', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1 })), (chunks) => {
      const framed = chunks.flatMap((chunk) => [
        bytes(`${chunk.length.toString(16)}\r\n`),
        chunk,
        bytes('\r\n'),
      ]);
      const request = findRequest(Buffer.concat([bytes(CHUNKED), ...framed, bytes('0\r\n\r\n')]));
      expect(request?.body).toEqual(Buffer.concat(chunks));
    }),
  );
});

test.each([
  ['a value in quotes', 'svix-id: "msg_1"', [['svix-id', '"msg_1"']], []],
  ['a name of CGI', 'HTTP_SVIX_ID: msg_1', [['HTTP_SVIX_ID', 'msg_1']], []],
  ['white space around the value', 'svix-id: \t msg_1 \t', [['svix-id', 'msg_1']], []],
  ['a space of Unicode', 'svix-id:\u00a0msg_1', [['svix-id', '\u00a0msg_1']], []],
  ['an empty value', 'svix-id:', [['svix-id', '']], []],
  [
    'a folded line',
    'svix-id: msg\r\n \t_1',
    [['svix-id', 'msg _1']],
    ['Joined the folded lines of svix-id with a space.'],
  ],
  ['a folded line that looks like a header', 'a: b\r\n svix-id: c', [['a', 'b svix-id: c']], [/Joined/]],
  [
    'lines that are no headers',
    'a: b\r\nc\r\nsvix-id : d\r\n"e": f',
    [['a', 'b']],
    [/not a header: lines 3, 4, 5\./],
  ],
  [
    'an equals sign',
    'svix-id=msg_1',
    [],
    ['Ignored what is not a header: line 2. A receiver may answer 400.'],
  ],
])('F5: nothing of %s is corrected in a request', (_, lines, headers, notes) => {
  const read = readRequest(bytes(`POST / HTTP/1.1\r\n${lines}\r\n\r\n`));
  if (read.kind !== 'request') throw new Error(read.kind);
  expect(read.delivery.headers).toEqual(headers);
  expect(read.notes).toHaveLength(notes.length);
  for (const [index, note] of notes.entries()) expect(read.notes[index]).toMatch(note);
});

test('200,000 tiny chunks and a header folded 200,000 times are read', () => {
  const many = readRequest(bytes(CHUNKED + '1\r\na\r\n'.repeat(200_000)));
  expect(many.kind === 'request' && many.delivery.body.length).toBe(200_000);
  const folded = readRequest(bytes(`POST / HTTP/1.1\r\na: b${'\r\n c'.repeat(200_000)}\r\n\r\n`));
  expect(folded.kind === 'request' && folded.delivery.headers[0]?.[1].length).toBe(400_001);
});
