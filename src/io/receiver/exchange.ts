import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Delivery, type RawHeaders, toRawHeaders } from '../../core/delivery/delivery.ts';
import { findRefusal, INCOMPLETE, type Refusal, SURPLUS, TOO_SLOW, toTooLarge } from '../refusal.ts';
import { readBody } from '../request-body.ts';
import type { Connection, Connections, Exchange } from './connections.ts';
import type { Deadline, Deadlines } from './deadlines.ts';
import type { Answer, Drop, ReceiverLimits, ReceiverOptions } from './options.ts';

/** How long a refused sender that is still writing has to read its answer. */
const LINGER_MS = 1_000;

/** Sends the last bytes of a connection and closes it once the other side has closed its own, or a second later. */
export function endSlowly(socket: Duplex, lastBytes: string): void {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.end(lastBytes);
  // What still comes is thrown away, and its end is waited for.
  socket.resume();
}

/** Everything that handling a request needs of its server. */
export interface ServerContext
  extends Pick<ReceiverOptions, 'path' | 'onDelivery' | 'onVisit' | 'onRefusal' | 'tls'> {
  readonly limits: ReceiverLimits;
  readonly connections: Connections;
  /** For bodies, and for reading answers. */
  readonly deadlines: Deadlines;
  /** Where the receiver can be reached. */
  readonly ownUrl: () => string;
}

/** Takes one request: refuses it, shows a visitor the page, or hands the delivery over and sends its answer. */
export async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  context: ServerContext,
): Promise<void> {
  const { limits, path, onVisit } = context;
  const connection = context.connections.of(request.socket);
  // The connection ends with that refusal: what comes behind it could not be answered.
  if (connection.isRefused) return void request.resume();
  const exchange = begin(request, response, { connection, context });
  if (connection.isSurplus && !(await context.connections.admit(connection))) {
    connection.isRefused = true;
    return answerRefusal(exchange, SURPLUS);
  }
  const headers = toRawHeaders(request.rawHeaders);
  const early = findRefusal(request, headers, { ...limits, path });
  if (early !== undefined) return refuse(exchange, early, context);
  // Of any method: a body that is not waited for would keep its connection for as long as it comes.
  const body = await readBody(request, { maxBytes: limits.maxBodyBytes, deadlines: context.deadlines });
  if (body === 'too_large') return refuse(exchange, toTooLarge(limits), context);
  if (body === 'too_slow') return refuse(exchange, TOO_SLOW, context);
  if (body === 'incomplete') return connection.isRefused ? undefined : context.onRefusal(INCOMPLETE);
  if (request.method === 'POST') return deliver(exchange, { connection, headers, body, context });
  const wantsHtml = request.headers.accept?.includes('text/html') === true;
  send(exchange, onVisit({ wantsHtml, url: context.ownUrl() }));
}

/** An exchange that ends, with its connection, when its answer is not read in time. */
function begin(
  request: IncomingMessage,
  response: ServerResponse,
  { connection, context }: Pick<Received, 'connection' | 'context'>,
): Exchange {
  let deadline: Deadline | undefined;
  const exchange: Exchange = {
    request,
    response,
    // The system takes most answers at once: a deadline for each of them would be a fifth of all work.
    onAnswer: () => {
      if (response.writableLength > 0)
        deadline ??= context.deadlines.set(() => void request.socket.destroy());
    },
  };
  connection.open.add(exchange);
  connection.waitingSince = performance.now();
  response.once('close', () => {
    if (deadline !== undefined) context.deadlines.lift(deadline);
    connection.open.delete(exchange);
    connection.waitingSince = performance.now();
  });
  return exchange;
}

interface Received {
  readonly connection: Connection;
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
  readonly context: ServerContext;
}

async function deliver(exchange: Exchange, { connection, headers, body, context }: Received): Promise<void> {
  const { request, response } = exchange;
  connection.working += 1;
  response.once('close', () => {
    connection.working -= 1;
  });
  context.connections.underWay.begin();
  try {
    const answer = await context.onDelivery(toDelivery(request, headers, body));
    if (isDrop(answer)) drop(exchange, connection);
    else send(exchange, answer);
  } finally {
    context.connections.underWay.end();
  }
}

function isDrop(answer: Answer | Drop): answer is Drop {
  return 'kind' in answer;
}

/** What was asked before on the same connection is answered first. */
function drop(exchange: Exchange, connection: Connection): void {
  const open = [...connection.open];
  const before = open[open.indexOf(exchange) - 1];
  const end = () => void exchange.request.socket.destroy();
  if (before === undefined) end();
  else before.response.once('close', end);
}

function refuse(exchange: Exchange, refusal: Refusal, { onRefusal, connections }: ServerContext): void {
  connections.of(exchange.request.socket).isRefused = true;
  onRefusal(refusal);
  answerRefusal(exchange, refusal);
}

/**
 * The answer goes out at once, and the connection is closed when the sender has said all, or a second later: a
 * connection closed on a sender that is still writing would take the answer with it.
 */
function answerRefusal({ request, response, onAnswer }: Exchange, { status, message }: Refusal): void {
  const body = `${message}\n`;
  const headers = [...PLAIN, ['Content-Length', String(Buffer.byteLength(body))], ...extraHeaders(status)];
  response.writeHead(status ?? 400, headers.flat());
  response.flushHeaders();
  response.write(body);
  const finish = () => {
    clearTimeout(timer);
    response.end();
    onAnswer();
  };
  const timer = setTimeout(finish, LINGER_MS);
  request.once('end', finish).once('close', finish).resume();
  if (request.complete) finish();
}

const PLAIN: RawHeaders = [
  ['Content-Type', 'text/plain; charset=utf-8'],
  ['X-Content-Type-Options', 'nosniff'],
  ['Connection', 'close'],
];

function extraHeaders(status: number | null): RawHeaders {
  if (status === 405) return [['Allow', 'POST, GET, HEAD']];
  return status === 503 ? [['Retry-After', '1']] : [];
}

function toDelivery(
  { method = 'POST', url = '/' }: IncomingMessage,
  headers: RawHeaders,
  body: Uint8Array,
): Delivery {
  return { method, path: url, headers, body };
}

function send({ response, onAnswer }: Exchange, { status, headers = [], body = '' }: Answer): void {
  const texts: string[] = [];
  for (const [name, value] of headers) texts.push(name, value);
  // Source: RFC 9110 section 8.6: these have no length.
  const hasLength = status >= 200 && status !== 204 && status !== 304;
  if (hasLength) texts.push('Content-Length', String(Buffer.byteLength(body)));
  response.writeHead(status, texts);
  response.end(body);
  onAnswer();
}
