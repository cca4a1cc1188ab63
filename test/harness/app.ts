import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Webhook } from 'svix';
import { onTestFinished } from 'vitest';
import type { RawHeaders } from '../../src/core/delivery/delivery.ts';
import { SECRET } from './binary.ts';

/** A request as the fake app got it. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
  readonly headers: RawHeaders;
  readonly body: Buffer;
  /** What `request.headers` holds, for libraries. */
  readonly parsed: Record<string, string>;
}

export interface App {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  /** Resolves when so many requests have come whole. */
  readonly arrived: (count: number) => Promise<void>;
}

type Behaviour = (arrival: Arrival, response: ServerResponse, request: IncomingMessage) => void;

/** An app on this machine that keeps every request; it is closed when the test is over. */
export async function startApp(behave: Behaviour = answering(200)): Promise<App> {
  const arrivals: Arrival[] = [];
  const server = createServer(async (request, response) => {
    const arrival = toArrival(request, await buffer(request));
    arrivals.push(arrival);
    behave(arrival, response, request);
    server.emit('arrival');
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const arrived = async (count: number) => {
    while (arrivals.length < count) await once(server, 'arrival');
  };
  return { url: `http://127.0.0.1:${port}/hooks?a=1`, arrivals, arrived };
}

function toArrival(request: IncomingMessage, body: Buffer): Arrival {
  const { rawHeaders, method = '', url = '', headers } = request;
  const pairs = Array.from({ length: rawHeaders.length / 2 }, (_, index) => {
    return [rawHeaders[2 * index] ?? '', rawHeaders[2 * index + 1] ?? ''] as const;
  });
  return { method, path: url, headers: pairs, body, parsed: headers as Record<string, string> };
}

/** Answers every request alike. */
export function answering(status: number, body = '', headers: Record<string, string> = {}): Behaviour {
  return (_, response) => response.writeHead(status, headers).end(body);
}

/** Verifies as the documentation of Svix says, on the raw body: 204, or 400 with the reason. */
export function verifying(secret = SECRET): Behaviour {
  return ({ body, parsed }, response) => {
    try {
      new Webhook(secret).verify(body, parsed);
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(400).end(String(error));
    }
  };
}

/** Takes requests and never answers. */
export function hanging(): Behaviour {
  return () => undefined;
}

/** Closes the connection in place of an answer. */
export function resetting(): Behaviour {
  return (_arrival, _response, request) => void request.socket.resetAndDestroy();
}

/** An address on this machine at which nothing listens. */
export async function findDeadUrl(): Promise<string> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}/`;
}
