import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { pathToFileURL } from 'node:url';
import { isSuccess } from '../src/core/delivery/delivery.ts';
import { createMessageIds } from '../src/core/sending/message-ids.ts';
import { createHeaderTemplate, senderHeaders } from '../src/core/sending/request-headers.ts';
import { parseSecret } from '../src/core/signature/secret.ts';
import { signatureHeaders } from '../src/core/signature/sign.ts';
import { startBulk } from '../src/io/bulk-sender.ts';
import { readBody } from './replay-body.ts';

/**
 * Those that send in `replay.ts`, a program of its own, one process for each: `node replay-senders.ts KIND URL`. It takes orders
 * over IPC, so that its code is warm and a sample holds nothing but sending.
 */

/** So many requests, over so many connections. */
export interface SendOrder {
  readonly count: number;
  readonly connections: number;
}

/** What it took. `rssMiB` is after it. */
export type SendOutcome =
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'sent';
      readonly count: number;
      readonly elapsedMs: number;
      readonly cpuMs: number;
      readonly rssMiB: number;
    };

const [kind = '', url = '', peer = ''] = process.argv.slice(2);
const body = readBody();
const key = parseSecret(`whsec_${randomBytes(24).toString('base64')}`, 'bench');
const FIXED = [
  ...senderHeaders('bench'),
  ...signatureHeaders(
    { id: createMessageIds(randomBytes(20))(0), timestampSeconds: Math.floor(Date.now() / 1_000), body },
    [key],
    'svix',
  ),
];

/** Ours: every request with an id, a time and a signature of its own. */
async function sendSigned({ count, connections }: SendOrder, pipelining: number): Promise<void> {
  const idOf = createMessageIds(randomBytes(20));
  const sign = createHeaderTemplate({ others: senderHeaders('bench'), family: 'svix', keys: [key] });
  const { ok } = await startBulk({
    url,
    prepare: (index) => ({
      lines: sign({ id: idOf(index), timestampSeconds: Math.floor(Date.now() / 1_000), body }),
      body,
    }),
    pace: { kind: 'closed', connections, pipelining },
    count,
    durationMs: Number.POSITIVE_INFINITY,
    isDelivered: isSuccess,
    signal: new AbortController().signal,
  }).ended;
  if (ok !== count) throw new Error(`${count - ok} of ${count} requests failed.`);
}

/** It looks only once a second whether it has finished: the last answer counts. */
async function sendByAutocannon({ count, connections }: SendOrder): Promise<number> {
  const { default: autocannon } = await import(pathToFileURL(peer).href);
  const headers = Object.fromEntries(FIXED);
  const run = autocannon({ url, method: 'POST', headers, body, connections, amount: count });
  let answeredMs = 0;
  run.on('response', () => {
    answeredMs = performance.now();
  });
  const result = await run;
  if (result['2xx'] !== count) throw new Error(`${count - result['2xx']} of ${count} requests failed.`);
  return answeredMs;
}

async function sendByFetch({ count, connections }: SendOrder): Promise<void> {
  let left = count;
  const headers = FIXED.map(([name, value]): [string, string] => [name, value]);
  const one = async () => {
    for (; left > 0; ) {
      left -= 1;
      const answer = await fetch(url, { method: 'POST', headers, body });
      if (answer.status !== 204) throw new Error(`The sink answered ${answer.status}.`);
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
}

/** The same bytes over and over on plain sockets, many at once: what the sink can take. */
async function flood({ count, connections }: SendOrder): Promise<void> {
  const { host, port, hostname } = new URL(url);
  const lines = [...FIXED, ['Content-Length', String(body.length)], ['Host', host]].map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const request = Buffer.concat([Buffer.from(`POST / HTTP/1.1\r\n${lines.join('')}\r\n`), body]);
  const each = Math.ceil(count / connections / DEPTH);
  const burst = Buffer.concat(Array.from({ length: DEPTH }, () => request));
  await Promise.all(Array.from({ length: connections }, () => sendBursts({ hostname, port, burst, each })));
}

const DEPTH = 16;
const ANSWER_BYTES = 'HTTP/1.1 204 No Content\r\n\r\n'.length;

function sendBursts({
  hostname,
  port,
  burst,
  each,
}: {
  readonly hostname: string;
  readonly port: string;
  readonly burst: Buffer;
  readonly each: number;
}) {
  return new Promise<void>((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let left = each;
    let missing = 0;
    const send = () => {
      if (left === 0) return void socket.end(resolve);
      left -= 1;
      missing = DEPTH * ANSWER_BYTES;
      socket.write(burst);
    };
    socket.on('data', (chunk) => {
      missing -= chunk.length;
      if (missing === 0) send();
    });
    socket.on('connect', send).on('error', reject);
  });
}

/** Each gives the moment of its last answer, where that is not the moment at which it is done. */
const SENDERS: Readonly<Record<string, (order: SendOrder) => Promise<unknown>>> = {
  ours: (order) => sendSigned(order, 1),
  pipelined: (order) => sendSigned({ ...order, connections: Math.ceil(order.connections / 4) }, 4),
  autocannon: sendByAutocannon,
  fetch: sendByFetch,
  flood,
};

process.on('message', async (order: SendOrder) => {
  const used = process.cpuUsage();
  const begun = performance.now();
  try {
    const answeredMs = await SENDERS[kind]?.(order);
    const elapsedMs = (typeof answeredMs === 'number' ? answeredMs : performance.now()) - begun;
    const { user, system } = process.cpuUsage(used);
    const rssMiB = process.memoryUsage.rss() / 1_048_576;
    process.send?.({ kind: 'sent', count: order.count, elapsedMs, cpuMs: (user + system) / 1_000, rssMiB });
  } catch (error) {
    process.send?.({ kind: 'failed', message: String(error) });
  }
});
process.on('disconnect', () => process.exit());
