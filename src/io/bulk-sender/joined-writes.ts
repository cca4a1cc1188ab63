import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';

/** Above this, copying a piece costs more than writing it by itself. */
const MAX_JOINED_BYTES = 16_384;

/**
 * Makes a socket write what comes between `cork` and `uncork` in one piece. undici writes the head and the body of a request so,
 * and Node hands such pieces to the system by `writev`, which costs half as much again as one write of the same bytes. The
 * piece is a text of Latin-1, one character a byte, because Node copies that to the system without a buffer in between.
 * What is written otherwise, and what is large, is left alone. Returns the socket.
 */
export function joinWrites(socket: Socket): Socket {
  const write = socket.write.bind(socket) as (...piece: readonly unknown[]) => boolean;
  let gathered: string | undefined;

  function gather(...piece: readonly unknown[]): boolean {
    const [chunk, encoding] = piece;
    if (gathered === undefined) return write(...piece);
    if (typeof chunk === 'string' && encoding === 'latin1') gathered += chunk;
    else if (Buffer.isBuffer(chunk) && chunk.length <= MAX_JOINED_BYTES) gathered += chunk.toString('latin1');
    else {
      flush();
      return write(...piece);
    }
    return true;
  }

  function flush(): void {
    const whole = gathered;
    gathered = undefined;
    if (whole !== undefined && whole !== '') write(whole, 'latin1');
  }

  return Object.assign(socket, {
    write: gather,
    uncork: flush,
    cork: () => {
      gathered ??= '';
    },
  });
}
