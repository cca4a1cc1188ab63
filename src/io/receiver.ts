import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { toRawHeaders } from '../core/delivery/delivery.ts';
import { findOwnAddresses, isLoopback } from '../core/delivery/loopback.ts';
import { AppError } from '../core/error.ts';
import { refuseBroken, refuseTunnel } from './receiver/broken.ts';
import { createConnections } from './receiver/connections.ts';
import { createDeadlines } from './receiver/deadlines.ts';
import { type ServerContext, serve } from './receiver/exchange.ts';
import {
  DEFAULT_LIMITS,
  type ReceiverLimits,
  type ReceiverOptions,
  type TlsPair,
} from './receiver/options.ts';
import { findRefusal, type Refusal, SILENT_TLS, toHandshakeRefusal } from './refusal.ts';

/** A server that accepts connections. */
export interface Receiver {
  readonly url: string;
  /** Stops accepting, answers what is in flight, and cuts off what is left after `drainMs`. */
  readonly close: (drainMs: number) => Promise<void>;
}

/**
 * Opens the server and resolves once the socket accepts connections.
 * Throws AppError `port_in_use` or `address_unavailable`.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const limits = { ...DEFAULT_LIMITS, ...withoutUndefined(options) };
  const server = await makeServer(limits, options.tls);
  const connections = createConnections(server, { ...options, limits });
  const deadlines = createDeadlines(limits.bodyTimeoutMs);
  const context: ServerContext = {
    ...options,
    limits,
    connections,
    deadlines,
    ownUrl: () => toUrl(server, options),
  };
  const respond: RequestListener = (request, response) => serve(request, response, context);
  server.on('request', respond);
  server.on('checkContinue', ((request, response) => {
    const headers = toRawHeaders(request.rawHeaders);
    if (findRefusal(request, headers, { ...limits, path: options.path }) === undefined)
      response.writeContinue();
    return respond(request, response);
  }) satisfies RequestListener);
  server.on('checkExpectation', respond);
  server.on('connect', (_request, socket) => refuseTunnel(socket, context));
  server.on('clientError', (error, socket) => refuseBroken(error, socket, context));
  if (options.tls !== undefined) watchHandshakes(server, options.onRefusal);
  await open(server, options);
  return { url: toUrl(server, options), close: connections.close };
}

async function makeServer(limits: ReceiverLimits, tls: TlsPair | undefined): Promise<Server> {
  const settings = {
    headersTimeout: limits.headersTimeoutMs,
    // The body has a timer of its own, which begins when the headers are there.
    requestTimeout: 0,
    keepAliveTimeout: limits.idleTimeoutMs,
    connectionsCheckingInterval: Math.min(1_000, limits.headersTimeoutMs / 2),
    maxHeaderSize: limits.maxHeaderBytes,
    // HTTP/1.0 has none. Without this Node answers by itself, and nothing could be reported.
    requireHostHeader: false,
  };
  const server =
    tls === undefined
      ? createServer(settings)
      : (await import('./receiver/secure-server.ts')).createSecureServer(settings, tls);
  // Node would drop what is more without a word; they are counted in `findRefusal`.
  server.maxHeadersCount = 0;
  // A sender that has said all and closed its side is still answered. Source: Node.js 24, lib/_http_server.js.
  return Object.assign(server, { httpAllowHalfOpen: true });
}

function withoutUndefined(options: Partial<ReceiverLimits>): Partial<ReceiverLimits> {
  const names = Object.keys(DEFAULT_LIMITS) as (keyof ReceiverLimits)[];
  return Object.fromEntries(
    names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}

type Address = Pick<ReceiverOptions, 'host' | 'port' | 'path' | 'tls'>;

/** Resolves when the socket accepts connections. Rejects with AppError `port_in_use` or `address_unavailable`. */
function open(server: Server, { host, port }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toOpenError(error, host, port)));
    server.listen(port, isLoopback(host) ? findOwnAddresses(host)[0] : host, resolve);
  });
}

function toOpenError(error: NodeJS.ErrnoException, host: string, port: number): AppError {
  if (error.code === 'EADDRINUSE') return new AppError('port_in_use', `Port ${port} on ${host} is in use.`);
  if (error.code === 'EACCES') {
    return new AppError(
      'address_unavailable',
      `This user may not open port ${port}.`,
      'Choose one above 1023 with --port.',
    );
  }
  return new AppError(
    'address_unavailable',
    `Cannot listen on ${host}: this machine has no such address.`,
    'Choose another with --host, or leave it out for 127.0.0.1.',
  );
}

/** Where an open server can be reached from this machine. Never throws for one. */
function toUrl(server: Server, { host, path, tls }: Address): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  const scheme = tls === undefined ? 'http' : 'https';
  return `${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}${path ?? ''}`;
}

/** A sender that distrusts the certificate goes away within this time. */
const AT_ONCE_MS = 1_000;

/** Reports every connection on which no TLS comes about, or which is given up as soon as it has. They are closed elsewhere. */
function watchHandshakes(server: Server, onRefusal: (refusal: Refusal) => void): void {
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
