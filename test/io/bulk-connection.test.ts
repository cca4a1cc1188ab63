import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { type Outgoing, writeWhole } from '../../src/io/bulk-sender/connection.ts';

/** A socket that tells what it hands to the system: each piece of a `writev` by itself. */
function openSocket(lines: string) {
  const writes: string[][] = [];
  const duplex = new Duplex({
    decodeStrings: false,
    read: () => undefined,
    write: (chunk, _, done) => {
      writes.push([String(chunk)]);
      done();
    },
    writev: (chunks, done) => {
      writes.push(chunks.map(({ chunk }) => String(chunk)));
      done();
    },
  });
  const outgoing: Outgoing = { lines };
  return { socket: writeWhole(duplex as unknown as Socket, outgoing), writes, outgoing };
}

const HEAD = 'POST /?a=1 HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n';
const WHOLE_HEAD = 'POST /?a=1 HTTP/1.1\r\nhost: x\r\nSvix-Id: msg_1\r\ncontent-length: 2\r\n\r\n';

/** As undici 8 writes a request with a body. */
function writeAsUndici(socket: Socket, head: string, body: Buffer): void {
  socket.cork();
  socket.write(head, 'latin1');
  socket.write(body);
  socket.uncork();
}

// The reason for it all: `writev` of two pieces costs half as much again as one write.
test('a head with our lines and its body are one write', () => {
  const { socket, writes, outgoing } = openSocket('Svix-Id: msg_1\r\n');
  writeAsUndici(socket, HEAD, Buffer.from('{}'));
  expect(writes).toEqual([[`${WHOLE_HEAD}{}`]]);
  expect(outgoing.lines).toBe('');
});

test('lines go into one request only, and each request has its own', () => {
  const { socket, writes, outgoing } = openSocket('Svix-Id: msg_1\r\n');
  writeAsUndici(socket, HEAD, Buffer.from('{}'));
  outgoing.lines = 'Svix-Id: msg_2\r\n';
  writeAsUndici(socket, HEAD, Buffer.from('[]'));
  writeAsUndici(socket, HEAD, Buffer.from('""'));
  const second = WHOLE_HEAD.replace('msg_1', 'msg_2');
  expect(writes.flat().join('')).toBe(`${WHOLE_HEAD}{}${second}[]${HEAD}""`);
});

test('a large body is not copied, and comes after its head', () => {
  const { socket, writes } = openSocket('Svix-Id: msg_1\r\n');
  writeAsUndici(socket, HEAD, Buffer.alloc(20_000, 'a'));
  expect(writes.flat()).toEqual([WHOLE_HEAD, 'a'.repeat(20_000)]);
});

test('a head without a body or a cork has the lines as well', () => {
  const { socket, writes } = openSocket('Svix-Id: msg_1\r\n');
  socket.write('POST / HTTP/1.1\r\n\r\n', 'latin1');
  expect(writes.flat()).toEqual(['POST / HTTP/1.1\r\nSvix-Id: msg_1\r\n\r\n']);
});

test('what is left corked goes out with the uncork', () => {
  const { socket, writes } = openSocket('');
  socket.cork();
  socket.write(HEAD, 'latin1');
  expect(writes).toEqual([]);
  socket.uncork();
  expect(writes.flat()).toEqual([HEAD]);
});
