import { EventEmitter, once } from 'node:events';
import { Agent, request } from 'node:http';
import { onTestFinished } from 'vitest';
import { signedHeaders } from './sender.ts';

/** Deliveries sent over and over. What is in the maps is by message id. */
export interface Load {
  readonly bodies: ReadonlyMap<string, Buffer>;
  /** The status of each delivery that was answered, as soon as it has come. */
  readonly answers: ReadonlyMap<string, number>;
  /** The ids of those that were answered 2xx. */
  readonly accepted: () => string[];
  /** Resolves when so many have been answered, or when it is over. */
  readonly answered: (count: number) => Promise<unknown>;
  /** Resolves when every sender has met a connection that failed, or has been stopped. */
  readonly over: Promise<unknown>;
  readonly stop: () => void;
}

/** What is sent, and by how many at once. */
export interface LoadOptions {
  readonly senders: number;
  readonly body: (number: number) => Buffer;
  /** Begins every message id. */
  readonly name: string;
  /** Each sender stops by itself after so many. */
  readonly each?: number;
}

/** Sends to a listener from many senders at once, each of them one delivery after the other on its own connection. */
export function startLoad(url: string, { senders, body, name, each = 1e9 }: LoadOptions): Load {
  const bodies = new Map<string, Buffer>();
  const answers = new Map<string, number>();
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  const progress = new EventEmitter();
  let isStopped = false;

  function note(id: string, status: number): void {
    answers.set(id, status);
    progress.emit('answer');
  }

  async function sendOn(): Promise<void> {
    for (let sent = 0; sent < each && !isStopped; sent += 1) {
      const number = bodies.size;
      const id = `msg_${name}_${number}`;
      const bytes = body(number);
      bodies.set(id, bytes);
      const isWhole = await post({
        url,
        agent,
        id,
        body: bytes,
        onStatus: (status) => note(id, status),
      });
      if (!isWhole) return;
    }
  }

  const over = Promise.all(Array.from({ length: senders }, sendOn)).finally(() => agent.destroy());
  const stop = () => {
    isStopped = true;
  };
  onTestFinished(stop);
  const accepted = () => [...answers].flatMap(([id, status]) => (status >= 200 && status < 300 ? [id] : []));
  const reached = async (count: number) => {
    while (answers.size < count) await once(progress, 'answer');
  };
  const answered = (count: number) => Promise.race([reached(count), over]);
  return { bodies, answers, accepted, answered, over, stop };
}

interface Posting {
  readonly url: string;
  readonly agent: Agent;
  readonly id: string;
  readonly body: Buffer;
  readonly onStatus: (status: number) => void;
}

/** Whether the connection held until the end of the answer. The status counts also when it did not. */
function post({ url, agent, id, body, onStatus }: Posting): Promise<boolean> {
  const headers = { ...Object.fromEntries(signedHeaders(body, { id })), 'Content-Length': body.length };
  return new Promise((resolve) => {
    const outgoing = request(url, { method: 'POST', agent, headers }, (response) => {
      onStatus(response.statusCode ?? 0);
      response.once('close', () => resolve(response.complete)).on('error', () => undefined);
      response.resume();
    });
    outgoing.once('error', () => resolve(false));
    outgoing.end(body);
  });
}

/** Payloads of all sizes, most of them small and every tenth between 50 and 300 kB, each different. */
export function payloadOfAnySize(number: number): Buffer {
  const length = number % 10 === 0 ? 50_000 + ((number * 7_919) % 250_000) : (number * 97) % 2_000;
  const filling = `word${number} `.repeat(Math.ceil(length / 6)).slice(0, length);
  return Buffer.from(JSON.stringify({ event_kind: 'footprint.user.created', number, filling }));
}
