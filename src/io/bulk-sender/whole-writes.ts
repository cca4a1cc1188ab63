import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';

/** Header lines for the next request on a connection, each with its line end; empty when there is none. */
export interface Outgoing {
  lines: string;
}

/** Above this, copying a piece costs more than writing it by itself. */
const MAX_JOINED_BYTES = 16_384;

/**
 * Makes a socket of undici put our header lines into the head of each request, and write what comes between `cork` and `uncork`
 * in one piece. undici looks at every character of every header, request by request, which is a tenth of all work where most
 * are the same each time. And Node hands a head and a body that are written one by one to the system by `writev`, which costs half
 * as much again as one write. The piece is a text of Latin-1, one character a byte, because Node copies that to the system without
 * a buffer in between. Returns the socket.
 */
export function writeWhole(socket: Socket, outgoing: Outgoing): Socket {
  const write = socket.write.bind(socket) as (...piece: readonly unknown[]) => boolean;
  let gathered: string | undefined;

  function take(...piece: readonly unknown[]): boolean {
    const [chunk, encoding, ...rest] = piece;
    if (typeof chunk === 'string' && encoding === 'latin1') {
      const text = complete(chunk, outgoing);
      if (gathered === undefined) return write(text, encoding, ...rest);
      gathered += text;
      return true;
    }
    if (gathered !== undefined && Buffer.isBuffer(chunk) && chunk.length <= MAX_JOINED_BYTES) {
      gathered += chunk.toString('latin1');
      return true;
    }
    flush();
    return write(...piece);
  }

  function flush(): void {
    const whole = gathered;
    gathered = undefined;
    if (whole !== undefined && whole !== '') write(whole, 'latin1');
  }

  return Object.assign(socket, {
    write: take,
    uncork: flush,
    cork: () => {
      gathered ??= '';
    },
  });
}

/** The head with our lines, before its last one: that of the length, as Svix has it. */
function complete(head: string, outgoing: Outgoing): string {
  const { lines } = outgoing;
  if (lines === '') return head;
  outgoing.lines = '';
  const length = head.lastIndexOf('content-length: ');
  const at = length === -1 ? head.length - LINE_END.length : length;
  return head.slice(0, at) + lines + head.slice(at);
}

const LINE_END = '\r\n';
