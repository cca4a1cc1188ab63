import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LoadOrder, LoadOutcome } from './listen-load.ts';

/** A program to run on one core, with its output in a file. */
export interface Program {
  readonly name: string;
  readonly core: number;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Its working directory, where its output lies as well. */
  readonly cwd: string;
}

/** A program that runs. */
export interface Running {
  readonly pid: number;
  /** Ends it and waits for its end. */
  readonly stop: () => Promise<void>;
}

/** Whether programs can be bound to a core here. */
export const CAN_PIN = existsSync('/usr/bin/taskset');

const LONGEST_START_MS = 10_000;

/** Starts a server and resolves when it accepts connections on a port. Throws when it does not. */
export async function startServer(program: Program, port: number): Promise<Running> {
  const output = openSync(join(program.cwd, 'output'), 'a');
  const [command, args] = toPinned(program);
  const child = spawn(command, args, { ...program, stdio: ['ignore', output, output] });
  const ended = once(child, 'exit');
  const deadline = performance.now() + LONGEST_START_MS;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || performance.now() > deadline)
      throw new Error(`${program.name} did not start: see ${program.cwd}/output`);
    await delay(20);
  }
  const stop = async () => {
    child.kill();
    await ended;
  };
  return { pid: child.pid ?? 0, stop };
}

/** The program that sends. */
export interface Load extends Running {
  /** Throws for an answer that is not 2xx. */
  readonly send: (order: LoadOrder) => Promise<Extract<LoadOutcome, { kind: 'answered' }>>;
}

/** Starts the load. */
export function startLoad(core: number): Load {
  const script = join(import.meta.dirname, 'listen-load.ts');
  const [command, args] = toPinned({ core, command: process.execPath, args: [script] });
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    send: async (order) => {
      const answered: Promise<readonly LoadOutcome[]> = Promise.race([
        once(child, 'message'),
        ended.then(() => []),
      ]);
      child.send(order);
      const [outcome] = await answered;
      if (outcome?.kind === 'answered') return outcome;
      throw new Error(outcome?.message ?? 'The load ended.');
    },
    stop: async () => {
      child.disconnect();
      await ended;
    },
  };
}

function toPinned({ core, command, args }: Pick<Program, 'core' | 'command' | 'args'>) {
  return CAN_PIN
    ? (['taskset', ['-c', String(core), command, ...args]] as const)
    : ([command, [...args]] as const);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** A port that nobody had a moment ago. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
