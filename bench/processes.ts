import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program to start. stdout and stderr are pipes, stdin is empty. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A program that takes longer is ended, which the bench reports as a failure. */
const LONGEST_MS = 30_000;

/** Milliseconds from the start of a program to its end. Throws when it ends with another status than `exitStatus`. */
export async function timeToEnd(launch: Launch, exitStatus = 0): Promise<number> {
  const started = performance.now();
  const { child, output } = start(launch);
  await once(child, 'close');
  const elapsedMs = performance.now() - started;
  if (child.exitCode !== exitStatus) throw toError(launch, output());
  return elapsedMs;
}

/** Milliseconds from the start of a program to the text on its stdout, upon which it is ended. Throws when it ends before. */
export async function timeToText(launch: Launch, text: string): Promise<number> {
  const started = performance.now();
  const { child, output } = start(launch);
  const closed = once(child, 'close');
  const elapsedMs = await new Promise<number>((resolve, reject) => {
    child.stdout.on('data', () => {
      if (output().includes(text)) resolve(performance.now() - started);
    });
    child.on('close', () => reject(toError(launch, output())));
  });
  child.kill();
  await closed;
  return elapsedMs;
}

function start({ command, args, cwd, env }: Launch) {
  const child = spawn(command, args, { cwd, env, timeout: LONGEST_MS, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  return { child, output: () => chunks.join('') };
}

function toError({ command, args }: Launch, output: string): Error {
  return new Error(`${[command, ...args].join(' ')} did not do what the bench expects:\n${output}`);
}
