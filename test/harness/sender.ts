import { createHmac, randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { RawHeaders } from '../../src/core/delivery/delivery.ts';
import { SECRET } from './binary.ts';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request over a connection of its own, with the headers in the given order and case. */
export function send(
  url: string,
  {
    method = 'POST',
    headers = [],
    body,
  }: { method?: string; headers?: RawHeaders; body?: Uint8Array | string },
): Promise<Reply> {
  const { host, hostname, port, pathname, search } = new URL(url);
  const length = body === undefined ? [] : ['Content-Length', String(Buffer.byteLength(body))];
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
        port,
        path: pathname + search,
        method,
        agent: false,
        headers: ['Host', host, ...headers.flat(), ...length],
      },
      async (response) =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: await text(response),
        }),
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

/** What a signature depends on. */
export interface Signing {
  readonly id?: string;
  readonly secret?: string;
  /** Seconds between the signed time and now; negative is the past. */
  readonly offsetSeconds?: number;
}

/** The headers of a delivery, signed here and not by the code under test. Svix's library cannot sign what is not UTF-8. */
export function signedHeaders(body: Uint8Array | string, signing: Signing = {}): RawHeaders {
  const { id = `msg_${randomUUID()}`, secret = SECRET, offsetSeconds = 0 } = signing;
  const seconds = Math.floor(Date.now() / 1_000) + offsetSeconds;
  const hmac = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'));
  const digest = hmac.update(`${id}.${seconds}.`).update(body).digest('base64');
  return [
    ['Content-Type', 'application/json'],
    ['Svix-Id', id],
    ['Svix-Timestamp', String(seconds)],
    ['Svix-Signature', `v1,${digest}`],
  ];
}

/** Sends a signed delivery. */
export function deliver(url: string, body: Uint8Array | string, signing?: Signing): Promise<Reply> {
  return send(url, { headers: signedHeaders(body, signing), body });
}

/** A bare connection, for what no HTTP client would send. */
export interface Wire {
  readonly socket: Socket;
  /** All that came back, once it satisfies the condition or the connection has ended. */
  readonly reply: (condition?: (text: string) => boolean) => Promise<string>;
}

export function openWire(url: string, firstBytes: string, socket = connectTo(url)): Wire {
  onTestFinished(() => void socket.destroy());
  let received = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    received += chunk;
  });
  socket.on('error', () => undefined);
  socket.write(firstBytes, 'latin1');
  const reply = (condition: (text: string) => boolean = () => false) =>
    new Promise<string>((resolve) => {
      const look = () => {
        if (condition(received) || socket.destroyed) resolve(received);
      };
      socket.on('data', look).once('close', look);
      look();
    });
  return { socket, reply };
}

function connectTo(url: string): Socket {
  const { hostname, port } = new URL(url);
  return connect(Number(port), hostname);
}
