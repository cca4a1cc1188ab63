import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Delivery, RawHeaders } from '../core/delivery/delivery.ts';
import { AppError } from '../core/error.ts';
import { readBody } from './request-body.ts';

/** What goes back to the sender. */
export interface Answer {
  readonly status: number;
  readonly headers?: RawHeaders;
  readonly body?: string | Uint8Array;
}

/** A request that is not a delivery, and what it was answered. */
export interface Refusal {
  readonly code:
    | 'body_too_large'
    | 'method_not_allowed'
    | 'path_not_found'
    | 'malformed_request'
    | 'request_timeout'
    | 'request_incomplete';
  readonly status: number;
  readonly message: string;
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
  /** A browser's GET. */
  readonly onVisit: (wantsHtml: boolean) => Answer;
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
  const answered = new WeakSet<Socket>();
  const respond = (request: IncomingMessage, response: ServerResponse) =>
    serve({ request, response, options, answered });
  server.on('request', respond);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!isTooLarge(request, options)) response.writeContinue();
    return respond(request, response);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) =>
    refuseBroken(error, socket, { options, answered }),
  );
  await open(server, options);
  return { url: toUrl(server, options), close: (drainMs) => close(server, drainMs) };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly options: ReceiverOptions;
  /** Sockets whose broken request was refused already. */
  readonly answered: WeakSet<Socket>;
}

async function serve(exchange: Exchange): Promise<void> {
  const { request, response, options } = exchange;
  const early = refuseEarly(request, options);
  if (early !== undefined) return refuse(exchange, early);
  if (request.method === 'GET' || request.method === 'HEAD') {
    return send(response, options.onVisit(request.headers.accept?.includes('text/html') === true));
  }
  const body = await readBody(request, options.maxBodyBytes ?? MAX_BODY_BYTES);
  if (body === 'too_large') return refuse(exchange, tooLarge(options));
  if (body === 'incomplete') return reportIncomplete(exchange);
  send(response, await options.onDelivery(toDelivery(request, body)));
}

function refuseEarly(request: IncomingMessage, options: ReceiverOptions): Refusal | undefined {
  const { method = '', url = '/' } = request;
  const path = url.split('?', 1)[0];
  if (options.path !== undefined && path !== options.path) {
    return {
      code: 'path_not_found',
      status: 404,
      message: `${method} ${path}: only ${options.path} takes deliveries`,
    };
  }
  if (method !== 'POST' && method !== 'GET' && method !== 'HEAD') {
    return {
      code: 'method_not_allowed',
      status: 405,
      message: `${method} ${path}: webhooks are sent with POST`,
    };
  }
  return isTooLarge(request, options) ? tooLarge(options) : undefined;
}

function isTooLarge(request: IncomingMessage, options: ReceiverOptions): boolean {
  return Number(request.headers['content-length'] ?? 0) > (options.maxBodyBytes ?? MAX_BODY_BYTES);
}

function tooLarge(options: ReceiverOptions): Refusal {
  const limit = options.maxBodyBytes ?? MAX_BODY_BYTES;
  return {
    code: 'body_too_large',
    status: 413,
    message: `the body is larger than ${limit} bytes, the most that Svix sends`,
  };
}

function refuse({ request, response, options }: Exchange, refusal: Refusal): void {
  options.onRefusal(refusal);
  const headers: RawHeaders =
    refusal.status === 405
      ? [
          ['Allow', 'POST, GET, HEAD'],
          ['Connection', 'close'],
        ]
      : [['Connection', 'close']];
  send(response, { status: refusal.status, headers, body: `${refusal.message}\n` });
  // The sender may still be writing: what it writes is thrown away until it has had time to read the answer.
  request.resume();
}

function reportIncomplete({ request, options, answered }: Exchange): void {
  if (!answered.has(request.socket)) options.onRefusal(INCOMPLETE);
}

const INCOMPLETE: Refusal = {
  code: 'request_incomplete',
  status: 400,
  message: 'the sender closed the connection in the middle of the request',
};

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
  const refusal = toBrokenRefusal(error.code);
  options.onRefusal(refusal);
  socket.end(
    `HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n${refusal.message}\n`,
    () => socket.destroy(),
  );
}

/** Source: Node.js 24 documentation, `clientError`; the codes of llhttp 9. */
function toBrokenRefusal(code: string | undefined): Refusal {
  if (code === 'HPE_INVALID_EOF_STATE') return INCOMPLETE;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return { code: 'request_timeout', status: 408, message: 'the sender was too slow and was cut off' };
  const overflow = code === 'HPE_HEADER_OVERFLOW';
  const message = overflow
    ? `the headers are larger than ${MAX_HEADER_BYTES} bytes`
    : 'the request is not valid HTTP';
  return { code: 'malformed_request', status: overflow ? 431 : 400, message };
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

async function close(server: Server, drainMs: number): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), drainMs);
  // A connection that has just been answered is idle from now on: those are closed as they come to that.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(sweep);
  clearTimeout(timer);
}
