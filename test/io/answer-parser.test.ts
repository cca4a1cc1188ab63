import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSuccess } from '../../src/core/delivery/delivery.ts';
import { startBulk } from '../../src/io/bulk-sender.ts';
import { type Forwarder, startForwarder } from '../../src/io/forwarder.ts';
import { type HttpClient, startHttpClient } from '../../src/io/http-client.ts';

/** An app that gives the current answer to whatever comes, and closes. */
let answer = '';
const app = createServer((socket) => {
  socket.on('error', () => undefined).once('data', () => socket.end(Buffer.from(answer, 'latin1')));
});
let [url, client, forwarder]: [string, HttpClient?, Forwarder?] = [''];

beforeAll(async () => {
  await once(app.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/`;
  client = startHttpClient();
  forwarder = startForwarder({ concurrency: 1, insecure: false });
});
afterAll(async () => {
  app.close();
  await Promise.all([client?.close(), forwarder?.close()]);
});

const POST = { headers: [], body: Buffer.from('{}') };

/** The outcome of one request sent by itself, of one passed on, and of three in bulk: all alike, or it is all three. */
async function sendAll(text: string) {
  answer = text;
  const outcomes = [
    await client?.post({ ...POST, url }),
    await forwarder?.forward({ ...POST, url, lane: '' }),
  ];
  const bulk = await startBulk({
    ...{ url, count: 3, durationMs: Number.POSITIVE_INFINITY, isDelivered: isSuccess },
    pace: { kind: 'closed', connections: 1, pipelining: 1 },
    prepare: () => ({ lines: '', body: POST.body }),
    signal: new AbortController().signal,
  }).ended;
  const told = [
    ...outcomes.map((each) => (each?.kind === 'answered' ? each.status : each?.message)),
    [...bulk.byStatus.keys(), ...Array.from(bulk.failures.values(), ({ message }) => message)].join(),
  ].map(String);
  const [first, ...others] = outcomes;
  expect(bulk.attempts).toBe(3);
  expect(others).toHaveLength(1);
  return { told: new Set(told).size === 1 ? told[0] : told, first };
}

const EMPTY = 'Content-Length: 0\r\n\r\n';
const OK = `HTTP/1.1 200 OK\r\n`;
const CHUNKED = 'Transfer-Encoding: chunked\r\n';

test.each([
  ['an answer', OK + EMPTY],
  ['headers of 17 kB', `${OK}X: ${'a'.repeat(17_000)}\r\n${EMPTY}`],
  ['headers of 200 kB', `${OK}${`X: ${'a'.repeat(1_000)}\r\n`.repeat(200)}${EMPTY}`],
  ['3000 headers', `${OK}${'X-A: 1\r\n'.repeat(3_000)}${EMPTY}`],
  ['100 Continue before it', `HTTP/1.1 100 Continue\r\n\r\n${OK}${EMPTY}`],
  ['100 Continue twice, with headers', `${'HTTP/1.1 100 Go on\r\nX: 1\r\n\r\n'.repeat(2)}${OK}${EMPTY}`],
  ['102 and 103 before it', `HTTP/1.1 102 P\r\n\r\nHTTP/1.1 103 E\r\nLink: a\r\n\r\n${OK}${EMPTY}`],
  ['a thousand 103 before it', 'HTTP/1.1 103 E\r\n\r\n'.repeat(1_000) + OK + EMPTY],
  ['199 before it', `HTTP/1.1 199 Odd\r\n\r\n${OK}${EMPTY}`],
  ['bare LF, no headers', 'HTTP/1.1 200 OK\n\n'],
  ['bare LF', 'HTTP/1.1 200 OK\nX: 1\nContent-Length: 2\n\nhi'],
  ['bare LF after 100', 'HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Length: 0\n\n'],
  ['a mix of LF and CR LF', 'HTTP/1.1 200 OK\r\nX: 1\nContent-Length: 0\r\n\n'],
  ['no reason', `HTTP/1.1 200\r\n${EMPTY}`],
  ['HTTP/1.0 to the end of the connection', 'HTTP/1.0 200 OK\r\n\r\nbody'],
  ['no length', `${OK}\r\nbody`],
  ['empty lines before it', `\r\n\r\n${OK}${EMPTY}`],
  ['a folded header', `${OK}X: a\r\n  b\r\n${EMPTY}`],
  ['a control character in a header', `${OK}X: a\x01b\r\n${EMPTY}`],
  ['chunks with extensions and trailers', `${OK}${CHUNKED}\r\n2;a=b\r\nhi\r\n0\r\nX: 1\r\n\r\n`],
  ['spaces after the size of a chunk', `${OK}${CHUNKED}\r\n2  \r\nhi\r\n0\r\n\r\n`],
  ['spaces around its length', `${OK}Content-Length:  2  \r\n\r\nhi`],
  ['more than its length', `${OK}Connection: close\r\nContent-Length: 2\r\n\r\nhi and more`],
  ['an identity coding', `${OK}Transfer-Encoding: identity\r\n\r\nabc`],
])('R7, S11: accepted one by one, passed on and in bulk: %s', async (_, text) => {
  expect((await sendAll(text)).told).toBe('200');
});

const BAD = 'the answer is not valid HTTP: ';

test.each([
  [
    'headers of 300 kB',
    `${OK}X: ${'a'.repeat(300_000)}\r\n${EMPTY}`,
    'the headers of the answer are larger than 256 KiB',
  ],
  ['two equal lengths', `${OK}Content-Length: 0\r\n${EMPTY}`, `${BAD}it has two Content-Length headers`],
  ['two lengths', `${OK}Content-Length: 3\r\n${EMPTY}`, `${BAD}it has two Content-Length headers`],
  [
    'a length and chunks',
    `${OK}Content-Length: 3\r\n${CHUNKED}\r\n0\r\n\r\n`,
    `${BAD}it has both Content-Length and Transfer-Encoding`,
  ],
  [
    'chunks and a length',
    `${OK}${CHUNKED}Content-Length: 3\r\n\r\n0\r\n\r\n`,
    `${BAD}it has both Content-Length and Transfer-Encoding`,
  ],
  ['a list of lengths', `${OK}Content-Length: 0, 0\r\n\r\n`, `${BAD}its Content-Length is not a number`],
  ['a length in words', `${OK}Content-Length: ten\r\n\r\n`, `${BAD}its Content-Length is not a number`],
  ['no length in its header', `${OK}Content-Length:\r\n\r\n`, `${BAD}its Content-Length is not a number`],
  ['a length below 0', `${OK}Content-Length: -1\r\n\r\n`, `${BAD}its Content-Length is not a number`],
  ['status 099', `HTTP/1.1 099 Odd\r\n${EMPTY}`, `${BAD}its status is 099`],
  ['status 000', `HTTP/1.1 000 Odd\r\n${EMPTY}`, `${BAD}its status is 000`],
  ['status 777', `HTTP/1.1 777 Odd\r\n${EMPTY}`, `${BAD}its status is 777`],
  [
    'a status of two digits',
    `HTTP/1.1 20 OK\r\n${EMPTY}`,
    `${BAD}its status is not a number of three digits`,
  ],
  [
    'a status of four digits',
    `HTTP/1.1 2000 OK\r\n${EMPTY}`,
    `${BAD}its status is not a number of three digits`,
  ],
  [
    '101',
    `HTTP/1.1 101 Go\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n${OK}${EMPTY}`,
    `${BAD}it switches protocols (101), which was not asked for`,
  ],
  ['HTTP/2', `HTTP/2 200 OK\r\n${EMPTY}`, `${BAD}its version is neither HTTP/1.0 nor HTTP/1.1`],
  ['SSH', 'SSH-2.0-OpenSSH\r\n', `${BAD}it does not begin with HTTP/`],
  ['ICY', 'ICY 200 OK\r\n\r\n', `${BAD}it does not begin with HTTP/`],
  [
    'a space in a name',
    `${OK}X : 1\r\n${EMPTY}`,
    `${BAD}the name of a header has a character that no name may have`,
  ],
  [
    'a line without a colon',
    `${OK}abc\r\n${EMPTY}`,
    `${BAD}the name of a header has a character that no name may have`,
  ],
  [
    'a chunk of zz bytes',
    `${OK}${CHUNKED}\r\nzz\r\nhi\r\n0\r\n\r\n`,
    `${BAD}the framing of its chunks is broken`,
  ],
  ['chunks with bare LF', `${OK}${CHUNKED}\r\n2\nhi\n0\n\n`, `${BAD}the framing of its chunks is broken`],
  ['bare CR', 'HTTP/1.1 200 OK\r\rX: 1\r\r', `${BAD}one of its lines does not end with CR LF`],
])('R7, S11: refused in exact words one by one, passed on and in bulk: %s', async (_, text, words) => {
  const { told, first } = await sendAll(text);
  expect(told).toBe(words);
  expect(first).toMatchObject({ kind: 'failed', code: 'not_http' });
});

test.each([
  ['nothing', ''],
  ['half of its headers', `${OK}X-A`],
  ['half of its body', `${OK}Content-Length: 9\r\n\r\nhalf`],
  ['half a chunk', `${OK}${CHUNKED}\r\n9\r\nhalf`],
])('an answer that is cut off is told from one that is refused: %s', async (_, text) => {
  const { told, first } = await sendAll(text);
  expect([told, first]).toMatchObject(['connection closed without a whole answer', { code: 'reset' }]);
});

test('headers of an answer have spaces where HTTP has no characters, so that they can be passed back', async () => {
  const { first } = await sendAll(
    `${OK}Location: /a\x01\x00b\r\nContent-Type: text/plain;\r\n a=b\r\n${EMPTY}`,
  );
  expect(first).toMatchObject({ kind: 'answered', status: 200 });
  const headers = first?.kind === 'answered' ? first.headers : [];
  expect(headers.map(([, value]) => value)).toEqual(['/a b', 'text/plain; a=b', '0']);
});
