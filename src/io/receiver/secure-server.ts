// A file of its own, so that the build makes a chunk of it: node:https is loaded only where it is used.
import type { Server, ServerOptions } from 'node:http';
import { createServer } from 'node:https';
import type { TlsPair } from './options.ts';

/** A server that takes https. Throws for a certificate or key that OpenSSL does not take. */
export function createSecureServer(settings: ServerOptions, { cert, key }: TlsPair): Server {
  return createServer({ ...settings, cert, key, handshakeTimeout: settings.headersTimeout ?? 0 });
}
