import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CAN_PIN, type Running } from './listen-programs.ts';
import { readBody } from './replay-body.ts';
import type { SendOrder, SendOutcome } from './replay-senders.ts';

/** What a sender did: `cpuMs` is processor time of its own. */
export type Sent = Omit<Extract<SendOutcome, { kind: 'sent' }>, 'kind'>;

/** A program that sends as much as it is told to. */
export interface Sender extends Running {
  readonly name: string;
  /** Throws when something else than 204 was answered. */
  readonly send: (order: SendOrder) => Promise<Sent>;
}

/** Starts one of `replay-senders.ts`. `peer` is the module that it loads, where it needs one. */
export function startSender(setting: {
  readonly name: string;
  readonly kind: string;
  readonly url: string;
  readonly peer: string;
  readonly core: number;
}): Sender {
  const { name, kind, url, peer, core } = setting;
  const script = join(import.meta.dirname, 'replay-senders.ts');
  const [command, args] = toPinned(core, process.execPath, [script, kind, url, peer]);
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  return {
    name,
    pid: child.pid ?? 0,
    send: async (order) => {
      const answered: Promise<readonly SendOutcome[]> = Promise.race([
        once(child, 'message'),
        ended.then(() => []),
      ]);
      child.send(order);
      const [outcome] = await answered;
      if (outcome?.kind === 'sent') return outcome;
      throw new Error(`${name}: ${outcome?.message ?? 'it ended'}`);
    },
    stop: async () => {
      child.disconnect();
      await ended;
    },
  };
}

/** Where Debian installs wrk. */
export const WRK = '/usr/bin/wrk';

/** wrk, started anew for each sample, which it ends by time: a second is the least. */
export function startWrk({
  name,
  url,
  folder,
  core,
}: {
  readonly name: string;
  readonly url: string;
  readonly folder: string;
  readonly core: number;
}): Sender {
  const script = join(folder, 'post.lua');
  writeFileSync(script, toLua());
  const send = async ({ connections }: SendOrder) => {
    const wrk = ['-t1', `-c${connections}`, '-d1s', '-s', script, url];
    const [command, args] = toPinned(core, WRK, wrk);
    const { stdout } = await promisify(execFile)(command, args);
    const [, count, elapsed] = /(\d+) requests in ([\d.]+)s/.exec(stdout) ?? [];
    if (count === undefined || /Non-2xx/.test(stdout)) throw new Error(`${name}: ${stdout}`);
    return {
      count: Number(count),
      elapsedMs: Number(elapsed) * 1_000,
      cpuMs: Number.NaN,
      rssMiB: Number.NaN,
    };
  };
  return { name, pid: 0, send, stop: async () => undefined };
}

/** A request like those of the others; a signature of any value is as long as a right one. */
function toLua(): string {
  const headers = [
    ['Accept', '*/*'],
    ['Content-Type', 'application/json'],
    ['User-Agent', 'Svix-Webhooks/1.84.0 (fp-webhooks-bench; +https://www.svix.com/http-sender/)'],
    ['Svix-Id', `msg_${'x'.repeat(27)}`],
    ['Svix-Timestamp', '1614265330'],
    ['Svix-Signature', `v1,${'A'.repeat(43)}=`],
  ];
  const lines = headers.map(([name, value]) => `wrk.headers["${name}"] = "${value}"`);
  return ['wrk.method = "POST"', `wrk.body = [==[\n${readBody().toString()}]==]`, ...lines].join('\n');
}

function toPinned(
  core: number,
  command: string,
  args: readonly string[],
): readonly [string, readonly string[]] {
  return CAN_PIN ? ['taskset', ['-c', String(core), command, ...args]] : [command, args];
}
