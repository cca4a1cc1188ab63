import type { Duplex } from 'node:stream';
import { type Refusal, TUNNEL, toBroken } from '../refusal.ts';
import type { Connection } from './connections.ts';
import type { ServerContext } from './exchange.ts';
import { endSlowly } from './exchange.ts';

/** Ends a connection on which no whole request came, with a report and the reason. Never throws. */
export function refuseBroken(error: NodeJS.ErrnoException, socket: Duplex, context: ServerContext): void {
  const connection = context.connections.of(socket);
  if (connection.isRefused) return;
  // Where no TLS came about, `watchHandshakes` has reported it.
  const isReported = !context.connections.isOpen(socket);
  if (isReported || error.code === 'ECONNRESET' || !socket.writable || isSilent(error, socket)) {
    socket.destroy();
    return;
  }
  end(socket, { connection, refusal: toBroken(error), context });
}

/** Ends a connection that was to become a tunnel (CONNECT). Never throws. */
export function refuseTunnel(socket: Duplex, context: ServerContext): void {
  socket.on('error', () => undefined);
  end(socket, { connection: context.connections.of(socket), refusal: TUNNEL, context });
}

/** Browsers open connections in advance and never use them: that is nobody's fault. */
function isSilent(error: NodeJS.ErrnoException, socket: Duplex): boolean {
  return error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && 'bytesRead' in socket && socket.bytesRead === 0;
}

function end(
  socket: Duplex,
  {
    connection,
    refusal,
    context,
  }: { readonly connection: Connection; readonly refusal: Refusal; readonly context: ServerContext },
): void {
  connection.isRefused = true;
  context.onRefusal(refusal);
  const head = `HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n`;
  const tell = () => endSlowly(socket, `${head}${refusal.message}\n`);
  // Whole requests that came before this one are answered first, or the sender would take this for their answer.
  const last = [...connection.open].filter(({ request }) => request.complete).at(-1);
  if (last === undefined) tell();
  else last.response.once('close', tell);
}
