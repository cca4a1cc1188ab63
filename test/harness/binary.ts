import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { OutputRecord, RecordOf } from '../../src/report/records.ts';
import { makeFolder, PROJECT } from './folder.ts';
import { ofType, parseRecords } from './records.ts';

export const BINARY = join(PROJECT, 'bin', 'fp-webhooks.cjs');

/** The secret that tests use where the development secret is not the matter. Source: Standard Webhooks test vectors. */
export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const OTHER_SECRET = 'whsec_plJ3nmyCDGBKInavdOK15jsl';

/** The Node.js that runs the binary: the oldest that is supported has an SQLite of its own. */
export const NODE = process.env['FP_WEBHOOKS_TEST_NODE'] ?? process.execPath;

/** How a process ended, and all that it wrote. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * `env` is added to an environment without secrets and colour settings; without `cwd` the folder is a new, empty one.
 * A `bash` as the binary needs `--norc`: it takes our pipes for a network, and reads the settings of whoever runs the tests.
 */
export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  readonly binary?: readonly [command: string, ...args: string[]];
}

/** What can be seen of a run of the tool. */
export interface Watched {
  readonly cwd: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves as soon as the condition holds for what was written so far; rejects when the run ends before. */
  readonly until: (condition: (watched: Pick<Watched, 'stdout' | 'stderr'>) => boolean) => Promise<void>;
  readonly ended: Promise<Ended>;
}

/** A process that runs. It is killed when the test is over, if it is still there then. */
export interface Running extends Watched {
  readonly child: ChildProcess;
}

export function start(args: readonly string[], surroundings: Surroundings = {}): Running {
  const { cwd = makeFolder(), env, input, binary = [NODE, BINARY] } = surroundings;
  const [command, ...first] = binary;
  const { PATH = '', HOME = '/' } = process.env;
  const child = spawn(command, [...first, ...args], { cwd, env: { PATH, HOME, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written.stderr += text;
  });
  // A process that never reads its input may be gone before the input is written.
  child.stdin.on('error', () => undefined).end(input);
  const ended = once(child, 'close').then(([status, signal]) => ({ ...written, status, signal }));
  const running: Running = {
    child,
    cwd,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    until: (condition) => watch(running, condition),
    ended,
  };
  return running;
}

function watch(running: Running, condition: Parameters<Watched['until']>[0]): Promise<void> {
  const { child, ended } = running;
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!condition(running)) return;
      // A condition reads all that was written, which would be too much to do again and again under load.
      child.stdout?.off('data', look);
      child.stderr?.off('data', look);
      resolve();
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    look();
    ended.then((how) => reject(new Error(`It ended before: ${JSON.stringify(how)}`)), reject);
  });
}

/** Runs the binary to its end. */
export function run(args: readonly string[], surroundings?: Surroundings): Promise<Ended> {
  return start(args, surroundings).ended;
}

/** What is asked of a listener. */
export interface Listening {
  readonly url: string;
  readonly ready: RecordOf<'ready'>;
  /** All complete records of stdout so far. */
  readonly records: () => OutputRecord[];
  /** The records of a type, once there are so many. */
  readonly wait: <Type extends OutputRecord['type']>(type: Type, count?: number) => Promise<RecordOf<Type>[]>;
}

/** A process that a signal stops. */
interface Stoppable extends Running {
  readonly stop: (signal?: NodeJS.Signals) => Promise<Ended>;
}

/** `listen --json --port 0` that accepts connections. */
export type Listener = Stoppable & Listening;

export async function startListener(
  args: readonly string[] = [],
  surroundings: Surroundings = {},
): Promise<Listener> {
  return toListener(startStoppable, args, surroundings);
}

export function startStoppable(args: readonly string[], surroundings: Surroundings): Stoppable {
  const running = start(args, surroundings);
  const stop = (signal: NodeJS.Signals = 'SIGINT') => {
    running.child.kill(signal);
    return running.ended;
  };
  return { ...running, stop };
}

/** Starts a listener with what `startRun` starts, and resolves when it is ready. */
export async function toListener<Started extends Watched>(
  startRun: (args: readonly string[], surroundings: Surroundings) => Started,
  args: readonly string[],
  surroundings: Surroundings,
): Promise<Started & Listening> {
  const env = { FP_WEBHOOKS_SECRET: SECRET, ...surroundings.env };
  const running = startRun(['listen', '--json', '--port', '0', ...args], { ...surroundings, env });
  const records = () => parseRecords(running.stdout().slice(0, running.stdout().lastIndexOf('\n') + 1));
  const wait: Listening['wait'] = async (type, count = 1) => {
    await running.until(() => ofType(type, records()).length >= count);
    return ofType(type, records());
  };
  const [ready] = await wait('ready');
  if (ready === undefined) throw new Error('There is no ready record.');
  return { ...running, url: ready.url, ready, records, wait };
}
