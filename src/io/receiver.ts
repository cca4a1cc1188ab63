import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Delivery, RawHeaders } from '../core/delivery/delivery.ts';
import { AppError } from '../core/error.ts';
import {
  findRefusal,
  INCOMPLETE,
  isTooLarge,
  type Limits,
  type Refusal,
  toBroken,
  toTooLarge,
} from './refusal.ts';
import { readBody } from './request-body.ts';

/** What goes back to the sender. */
export interface Answer {
  readonly status: number;
  readonly headers?: RawHeaders;
  readonly body?: string | Uint8Array;
}

/** How to receive. Times are milliseconds, sizes bytes. */
export interface ReceiverOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** The only path that takes deliveries; any when absent. */
  readonly path?: string | undefined;
  readonly maxBodyBytes?: number;
  readonly requestTimeoutMs?: number;
  readonly onDelivery: (delivery: Delivery) => Promise<Answer>;
  /** A browser's GET. `url` is the receiver's own. */
  readonly onVisit: (visit: { readonly wantsHtml: boolean; readonly url: string }) => Answer;
  readonly onRefusal: (refusal: Refusal) => void;
}

/** A server that accepts connections. */
export interface Receiver {
  readonly url: string;
  /** Stops accepting, answers what is in flight, and cuts off what is left after `drainMs`. */
  readonly close: (drainMs: number) => Promise<void>;
}

/** Svix sends at most 1 MiB. Source: Svix documentation, "Limits" (2026). */
const MAX_BODY_BYTES = 1_048_576;
const REQUEST_TIMEOUT_MS = 15_000;
const MAX_CONNECTIONS = 512;
const SWEEP_MS = 20;
const MAX_HEADER_BYTES = 32_768;

/**
 * Opens the server and resolves once the socket accepts connections.
 * Throws AppError `port_in_use` or `address_unavailable`.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const timeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
  const server = createServer({
    requestTimeout: timeoutMs,
    headersTimeout: timeoutMs,
    connectionsCheckingInterval: Math.min(1_000, timeoutMs / 2),
    maxHeaderSize: MAX_HEADER_BYTES,
  });
  server.maxConnections = MAX_CONNECTIONS;
  const connections: Connections = { sockets: new Set(), working: new Set() };
  server.on('connection', (socket: Socket) => {
    connections.sockets.add(socket);
    socket.once('close', () => connections.sockets.delete(socket));
  });
  const answered = new WeakSet<Socket>();
  const limits = { path: options.path, maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES };
  const url = () => toUrl(server, options);
  const respond = (request: IncomingMessage, response: ServerResponse) =>
    serve({ request, response, options, limits, url, answered, working: connections.working });
  server.on('request', respond);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!isTooLarge(request, limits)) response.writeContinue();
    return respond(request, response);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) =>
    refuseBroken(error, socket, { options, answered }),
  );
  await open(server, options);
  return { url: url(), close: (drainMs) => close(server, connections, drainMs) };
}

interface Connections {
  readonly sockets: Set<Socket>;
  /** Those whose delivery is being answered. */
  readonly working: Set<Socket>;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly options: ReceiverOptions;
  readonly limits: Limits;
  /** Where the receiver can be reached. */
  readonly url: () => string;
  /** Sockets whose broken request was refused already. */
  readonly answered: WeakSet<Socket>;
  readonly working: Set<Socket>;
}

async function serve(exchange: Exchange): Promise<void> {
  const { request, response, options, limits } = exchange;
  const early = findRefusal(request, limits);
  if (early !== undefined) return refuse(exchange, early);
  if (request.method === 'GET' || request.method === 'HEAD') {
    return send(
      response,
      options.onVisit({
        wantsHtml: request.headers.accept?.includes('text/html') === true,
        url: exchange.url(),
      }),
    );
  }
  const body = await readBody(request, limits.maxBodyBytes);
  if (body === 'too_large') return refuse(exchange, toTooLarge(limits));
  if (body === 'incomplete') return reportIncomplete(exchange);
  exchange.working.add(request.socket);
  response.once('close', () => exchange.working.delete(request.socket));
  send(response, await options.onDelivery(toDelivery(request, body)));
}

function refuse({ request, response, options }: Exchange, refusal: Refusal): void {
  options.onRefusal(refusal);
  const allow: RawHeaders = refusal.status === 405 ? [['Allow', 'POST, GET, HEAD']] : [];
  send(response, { status: refusal.status, headers: [...allow, ...PLAIN], body: `${refusal.message}\n` });
  // The sender may still be writing: what it writes is thrown away until it has had time to read the answer.
  request.resume();
}

const PLAIN: RawHeaders = [
  ['Content-Type', 'text/plain; charset=utf-8'],
  ['X-Content-Type-Options', 'nosniff'],
  ['Connection', 'close'],
];

function reportIncomplete({ request, options, answered }: Exchange): void {
  if (!answered.has(request.socket)) options.onRefusal(INCOMPLETE);
}

function refuseBroken(
  error: NodeJS.ErrnoException,
  socket: Socket,
  { options, answered }: Pick<Exchange, 'options' | 'answered'>,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable || answered.has(socket)) {
    socket.destroy();
    return;
  }
  answered.add(socket);
  const refusal = toBroken(error);
  options.onRefusal(refusal);
  const head = `HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n`;
  socket.end(`${head}${refusal.message}\n`, () => socket.destroy());
}

function toDelivery(request: IncomingMessage, body: Uint8Array): Delivery {
  const { rawHeaders } = request;
  const headers = Array.from({ length: rawHeaders.length / 2 }, (_, index) => {
    return [rawHeaders[2 * index] ?? '', rawHeaders[2 * index + 1] ?? ''] as const;
  });
  return { method: request.method ?? 'POST', path: request.url ?? '/', headers, body };
}

function send(response: ServerResponse, { status, headers = [], body = '' }: Answer): void {
  response.writeHead(status, headers.flat());
  response.end(body);
}

function open(server: Server, { host, port }: ReceiverOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toOpenError(error, host, port)));
    server.listen(port, host, resolve);
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

function toUrl(server: Server, { host, path }: ReceiverOptions): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}${path ?? ''}`;
}

/** Ends what is not being worked on at once: idle connections, and requests that have not come whole. */
async function close(server: Server, { sockets, working }: Connections, drainMs: number): Promise<void> {
  const endIdle = () => {
    for (const socket of sockets) if (!working.has(socket)) socket.destroy();
  };
  const sweep = setInterval(endIdle, SWEEP_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), drainMs);
  await new Promise((resolve) => {
    server.close(resolve);
    endIdle();
  });
  clearInterval(sweep);
  clearTimeout(deadline);
}
