/**
 * The load of `listen.ts`, a program of its own: it takes orders over IPC. Plain sockets and requests that are ready
 * beforehand, so that it can send faster than any server of Node can take. It sends the next when the last is answered.
 */
import { connect, type Socket } from 'node:net';
import { createRequests, type RequestsOrder } from './listen-requests.ts';
import { median, quantile } from './statistics.ts';

/** What to send: ends with the last request, or when the time is over. */
export interface LoadOrder extends RequestsOrder {
  readonly connections: number;
  readonly durationMs: number;
}

/** What came of it, or why it failed: an answer that is not 2xx, for example. */
export type LoadOutcome =
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'answered';
      readonly count: number;
      readonly elapsedMs: number;
      readonly p50Ms: number;
      readonly p99Ms: number;
      /** Processor time of this program, as a share of one core. */
      readonly busy: number;
    };

process.on('message', (order: LoadOrder) => {
  load(order).then(
    (outcome) => process.send?.(outcome),
    (error: Error) => process.send?.({ kind: 'failed', message: error.message }),
  );
});
process.on('disconnect', () => process.exit());

async function load(order: LoadOrder): Promise<LoadOutcome> {
  const requests = createRequests(order);
  const sockets = await Promise.all(Array.from({ length: order.connections }, () => open(order.port)));
  const latencies: number[] = [];
  const used = process.cpuUsage();
  const begun = performance.now();
  const deadline = begun + order.durationMs;
  let next = 0;
  const take = () => (performance.now() < deadline ? requests[next++] : undefined);
  await Promise.all(sockets.map((socket) => sendInTurn(socket, take, latencies)));
  const elapsedMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(used);
  for (const socket of sockets) socket.destroy();
  return {
    kind: 'answered',
    count: latencies.length,
    elapsedMs,
    p50Ms: median(latencies),
    p99Ms: quantile(latencies, 0.99),
    busy: (user + system) / 1_000 / elapsedMs,
  };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('connect', () => resolve(socket)).once('error', reject);
  });
}

/** Sends on one connection until there is nothing more. */
function sendInTurn(socket: Socket, take: () => Buffer | undefined, latencies: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentAt = 0;
    let text = '';
    const sendNext = () => {
      const request = take();
      if (request === undefined) return resolve();
      sentAt = performance.now();
      socket.write(request);
    };
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const length = findLength(text);
      if (length === undefined || text.length < length) return;
      if (text[9] !== '2') return reject(new Error(`A delivery was not taken: ${text}`));
      text = text.slice(length);
      latencies.push(performance.now() - sentAt);
      sendNext();
    });
    socket.on('close', () => reject(new Error('The server closed a connection.')));
    socket.on('error', reject);
    sendNext();
  });
}

/** How long an answer is, as soon as that can be told. */
function findLength(text: string): number | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [, length = '0'] = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end)) ?? [];
  return end + 4 + Number(length);
}
