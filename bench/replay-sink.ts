/**
 * The sink of `replay.ts`, a program of its own: `node replay-sink.ts PORT BODY_BYTES`. It answers 204 to whatever comes and
 * looks for no more than the end of each request, so that a sender is not held up by it. All bodies are of one length.
 */
import { createServer, type Socket } from 'node:net';

const [port, bodyBytes] = process.argv.slice(2).map(Number);
const AFTER_END = 4 + (bodyBytes ?? 0);
const END = Buffer.from('\r\n\r\n');
const ANSWER = 'HTTP/1.1 204 No Content\r\n\r\n';

function answer(socket: Socket): void {
  let rest: Buffer = Buffer.alloc(0);
  socket
    .on('error', () => undefined)
    .on('data', (chunk: Buffer) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let count = 0;
      let at = 0;
      for (let end = next(bytes, at); end <= bytes.length; end = next(bytes, at)) {
        at = end;
        count += 1;
      }
      rest = bytes.subarray(at);
      if (count > 0) socket.write(count === 1 ? ANSWER : ANSWER.repeat(count), 'latin1');
    });
}

/** Where the request that begins here ends, or Infinity. */
function next(bytes: Buffer, at: number): number {
  const end = at < bytes.length ? bytes.indexOf(END, at) : -1;
  return end === -1 ? Number.POSITIVE_INFINITY : end + AFTER_END;
}

createServer({ noDelay: true }, answer).listen(port, '127.0.0.1');
