import { createServer, type RequestListener, type Server } from 'node:http';
import { type Delivery, type RawHeaders, toRawHeaders } from '../core/delivery/delivery.ts';
import { refuseBroken, refuseTunnel } from './receiver/broken.ts';
import { createConnections } from './receiver/connections.ts';
import { createDeadlines } from './receiver/deadlines.ts';
import { type Scene, serve } from './receiver/exchange.ts';
import { watchHandshakes } from './receiver/handshakes.ts';
import { open, toUrl } from './receiver/listening.ts';
import { findRefusal, type Refusal } from './refusal.ts';

/** What goes back to the sender. */
export interface Answer {
  readonly status: number;
  readonly headers?: RawHeaders;
  readonly body?: string | Uint8Array;
}

/** In place of an answer: the connection is closed, and the sender hears nothing. */
export const DROP = { kind: 'drop' } as const;

/** The same as a type. */
export type Drop = typeof DROP;

/** A certificate and its private key, both PEM. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

/** What a receiver puts up with. Times are milliseconds, sizes bytes. */
export interface ReceiverLimits {
  readonly maxBodyBytes: number;
  readonly maxHeaders: number;
  /** All names and values together, and the path. */
  readonly maxHeaderBytes: number;
  readonly maxConnections: number;
  /** How long a connection keeps its place without a whole request when all places are taken. */
  readonly giveWayAfterMs: number;
  /** From the opening of the connection, or the first byte of a further request, to the end of the headers. */
  readonly headersTimeoutMs: number;
  /** From the end of the headers to the end of the body, and from the answer to its end. */
  readonly bodyTimeoutMs: number;
  /** How long a connection may stay open without a request. */
  readonly idleTimeoutMs: number;
}

/** How to receive. Limits that are left out are `DEFAULT_LIMITS`. */
export interface ReceiverOptions extends Partial<ReceiverLimits> {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** The only path that takes deliveries; any when absent. */
  readonly path?: string | undefined;
  /** Takes https in place of http. */
  readonly tls?: TlsPair | undefined;
  /** May take its time, also when the sender has hung up meanwhile. */
  readonly onDelivery: (delivery: Delivery) => Promise<Answer | Drop>;
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

/** Svix sends at most 1 MiB. Source: Svix documentation, "Limits" (2026). A delivery of its has about 12 headers. */
export const DEFAULT_LIMITS: ReceiverLimits = {
  maxBodyBytes: 1_048_576,
  maxHeaders: 200,
  maxHeaderBytes: 32_768,
  maxConnections: 512,
  giveWayAfterMs: 500,
  headersTimeoutMs: 10_000,
  bodyTimeoutMs: 15_000,
  idleTimeoutMs: 15_000,
};

/**
 * Opens the server and resolves once the socket accepts connections.
 * Throws AppError `port_in_use` or `address_unavailable`.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const limits = { ...DEFAULT_LIMITS, ...withoutUndefined(options) };
  const server = await makeServer(limits, options.tls);
  const connections = createConnections(server, { ...options, limits });
  const deadlines = createDeadlines(limits.bodyTimeoutMs);
  const scene: Scene = { ...options, limits, connections, deadlines, ownUrl: () => toUrl(server, options) };
  const respond: RequestListener = (request, response) => serve(request, response, scene);
  server.on('request', respond);
  server.on('checkContinue', ((request, response) => {
    const headers = toRawHeaders(request.rawHeaders);
    if (findRefusal(request, headers, { ...limits, path: options.path }) === undefined)
      response.writeContinue();
    return respond(request, response);
  }) satisfies RequestListener);
  server.on('checkExpectation', respond);
  server.on('connect', (_request, socket) => refuseTunnel(socket, scene));
  server.on('clientError', (error, socket) => refuseBroken(error, socket, scene));
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
