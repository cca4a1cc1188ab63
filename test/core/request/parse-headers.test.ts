import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHeaders } from '../../../src/core/request/parse-headers.ts';

const WANTED = [
  ['svix-id', 'msg_1'],
  ['svix-timestamp', '1614265330'],
  ['svix-signature', 'v1,aaa= v1,bbb='],
] as const;
const asObject = Object.fromEntries(WANTED);
const asLines = (between: string, before = '') =>
  WANTED.map(([name, value]) => `${before}${name}${between}${value}`).join('\n');

test.each([
  ['a JSON object', JSON.stringify(asObject)],
  [
    'a JSON object of lists',
    JSON.stringify(Object.fromEntries(WANTED.map(([name, value]) => [name, [value]]))),
  ],
  ['JSON pairs', JSON.stringify(WANTED)],
  ['the raw headers of Node', JSON.stringify(WANTED.flat())],
  ['a Ruby hash over lines', WANTED.map(([name, value]) => `  "${name}" => "${value}",`).join('\n')],
  [
    'the environment of a CGI program',
    WANTED.map(([name, value]) => `HTTP_${name.toUpperCase().replace('-', '_')}=${value}`).join('\n'),
  ],
  ['a HAR', JSON.stringify(WANTED.map(([name, value]) => ({ name, value })))],
  ['a JSON object with headers in it', JSON.stringify({ method: 'POST', headers: asObject })],
  ['a JSON log line', JSON.stringify({ level: 'info', req: { headers: asObject } })],
  ['lines', asLines(': ')],
  ['lines that end in CRLF', asLines(': ').replaceAll('\n', '\r\n')],
  [
    'what curl -v prints',
    `* Connected\n> POST / HTTP/1.1\n${asLines(': ', '> ')}\n> \n< HTTP/1.1 400 Bad Request\n< svix-id: no`,
  ],
  ['lines with tabs', asLines('\t')],
  ['name and value on two lines', asLines('\n')],
  ['the same with empty lines between', WANTED.flat().join('\n\n')],
  [
    'what console.log prints',
    `{\n  host: 'localhost',\n${WANTED.map(([name, value]) => `  '${name}': '${value}'`).join(',\n')}\n}`,
  ],
  [
    'a log line around an object',
    `INFO got { 'svix-id': 'msg_1', 'svix-timestamp': '1614265330', 'svix-signature': 'v1,aaa= v1,bbb=' } POST /x`,
  ],
  ['logfmt', 'time=12 svix-id=msg_1 svix-timestamp=1614265330 svix-signature="v1,aaa= v1,bbb="'],
  ['logfmt without quotes', 'time=12 svix-id=msg_1 svix-timestamp=1614265330 svix-signature=v1,aaa= v1,bbb='],
  [
    'a Ruby hash',
    `{"svix-id"=>"msg_1", "svix-timestamp"=>"1614265330", "svix-signature"=>"v1,aaa= v1,bbb="}`,
  ],
])('the signature headers are found in %s', (_, text) => {
  const found = parseHeaders(text).filter(([name]) => name.toLowerCase().startsWith('svix-'));
  expect(found).toEqual(WANTED);
});

test.each(['', '{}', '[]', 'nothing here', '{"a":', 'null', '"svix-id"'])(
  'nothing is found in %j',
  (text) => {
    expect(parseHeaders(text).filter(([name]) => name.startsWith('svix'))).toEqual([]);
  },
);

test('other headers of a request come along, in their order and case', () => {
  expect(parseHeaders('Host: x\r\nX-A: 1: 2\r\nSvix-Id: msg_1')).toEqual([
    ['Host', 'x'],
    ['X-A', '1: 2'],
    ['Svix-Id', 'msg_1'],
  ]);
});

test('a hostile text takes no longer than another', () => {
  expect(parseHeaders(`a${'\t'.repeat(100_000)}\u0001x\u2028`)).toBeDefined();
  expect(parseHeaders(`${'{"headers":'.repeat(20_000)}1${'}'.repeat(20_000)}`)).toEqual([]);
});

test('no text whatever makes it throw or take long', () => {
  const parts = fc.array(
    fc.oneof(fc.string(), fc.constantFrom('svix-id', ': ', '=', "'", '"', '\n', '> ', '[', '{', 'v1,')),
    { maxLength: 60 },
  );
  fc.assert(fc.property(parts, (texts) => void parseHeaders(texts.join(''))));
});
