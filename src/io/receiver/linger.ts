import type { Duplex } from 'node:stream';

/** How long a refused sender that is still writing has to read its answer. */
export const LINGER_MS = 1_000;

/** Sends the last bytes of a connection and closes it once the other side has closed its own, or a second later. */
export function endSlowly(socket: Duplex, lastBytes: string): void {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.end(lastBytes);
  // What still comes is thrown away, and its end is waited for.
  socket.resume();
}
