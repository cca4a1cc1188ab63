import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { BINARY, type Ended, SECRET, start } from './binary.ts';
import { signedHeaders } from './sender.ts';

/** `listen --json` whose output goes to a file, so that reading it costs nothing. */
export interface Loaded {
  readonly url: string;
  /** All that it wrote so far. */
  readonly output: () => string;
  /** Open files and sockets. Source: proc(5). */
  readonly handles: () => number;
  readonly residentBytes: () => number;
  readonly stop: () => Promise<Ended>;
}

export async function startLoaded(args: readonly string[]): Promise<Loaded> {
  const command = ['listen', '--json', '--port', '0', ...args];
  const shell = ['bash', '--norc', '-c', 'exec "$0" "$@" > out.ndjson', process.execPath, BINARY] as const;
  const { child, cwd, ended } = start(command, { binary: shell, env: { FP_WEBHOOKS_SECRET: SECRET } });
  const output = () => readFileSync(join(cwd, 'out.ndjson'), 'utf8');
  const url = await waitFor(() => /"url":"([^"]+)"/.exec(output())?.[1]);
  const proc = `/proc/${child.pid}`;
  return {
    url,
    output,
    handles: () => readdirSync(`${proc}/fd`).length,
    residentBytes: () =>
      Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`${proc}/status`, 'utf8'))?.[1]) * 1_024,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

/** What `look` gives, as soon as it gives something. */
export async function waitFor<Value>(look: () => Value | undefined): Promise<Value> {
  for (;;) {
    try {
      const value = look();
      if (value !== undefined) return value;
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Sends so many signed deliveries, each with an id of its own, and gives how often each status came back. */
export async function deliverMany(
  url: string,
  { count, connections }: { readonly count: number; readonly connections: number },
): Promise<Readonly<Record<string, number>>> {
  const statuses: Record<string, number> = {};
  let left = count;
  const work = async () => {
    const socket = await open(url);
    const read = createReader(socket);
    while (left > 0) {
      left -= 1;
      socket.write(toRequest(`{"event_kind":"footprint.user.manual_review","n":${left}}`));
      const status = await read();
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, work));
  return statuses;
}

async function open(url: string): Promise<Socket> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname).setNoDelay(true);
  await once(socket, 'connect');
  return socket;
}

function toRequest(body: string): string {
  const headers = [['Host', 'a'], ...signedHeaders(body), ['Content-Length', body.length]];
  return `POST / HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

/** Each call gives the status of the next answer. Every answer has a length. */
function createReader(socket: Socket): () => Promise<string> {
  let text = '';
  let done = (_status: string) => {};
  let fail = (_error: Error) => {};
  const look = () => {
    const end = text.indexOf('\r\n\r\n') + 4;
    if (end === 3) return;
    const whole = end + Number(/\r\nContent-Length: (\d+)/i.exec(text)?.[1]);
    if (text.length < whole) return;
    const status = text.slice(9, 12);
    text = text.slice(whole);
    done(status);
  };
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
    look();
  });
  socket.once('error', (error) => fail(error));
  socket.once('close', () => fail(new Error('the connection was closed')));
  return () =>
    new Promise((resolve, reject) => {
      done = resolve;
      fail = reject;
    });
}
