import type { Server } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { type Refusal, SILENT_TLS, toHandshakeRefusal } from '../refusal.ts';

/** A sender that distrusts the certificate goes away within this time. */
const AT_ONCE_MS = 1_000;

/** Reports every connection on which no TLS comes about, or which is given up as soon as it has. They are closed elsewhere. */
export function watchHandshakes(server: Server, onRefusal: (refusal: Refusal) => void): void {
  const begun = new WeakSet<TLSSocket>();
  // Of the keys nothing is read: this event alone tells that a sender has begun to speak TLS.
  server.on('keylog', (_line: Buffer, socket: TLSSocket) => begun.add(socket));
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
    // Gone without a word, as Node.js does where it does not trust a certificate; or it only looked whether the port is open.
    const isSilent = error.code === 'ECONNRESET' || error.code === 'EPIPE';
    if (!isSilent) onRefusal(toHandshakeRefusal(error));
    else if (begun.has(socket)) onRefusal(SILENT_TLS);
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    const since = performance.now();
    socket.once('end', () => {
      if (socket.bytesRead === 0 && performance.now() - since < AT_ONCE_MS) onRefusal(SILENT_TLS);
    });
  });
}
