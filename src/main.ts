import { fstatSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT_BUG, EXIT_OUTPUT_CLOSED } from './cli/exit-status.ts';
import type { Terminal } from './cli/output.ts';
import { run } from './cli/run.ts';
import { AppError } from './core/error.ts';

const MAX_STDIN_BYTES = 268_435_456;
const DESCRIPTORS = { stdout: 1, stderr: 2 } as const;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const packageRoot = join(import.meta.dirname, '..');
const interruption = new AbortController();
const state: { outputClosed: boolean; drains: boolean } = { outputClosed: false, drains: false };

/** Written at once and in order: `console` and the process' streams cost milliseconds at start-up. */
function write(stream: 'stdout' | 'stderr', text: string): void {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length && !state.outputClosed; ) {
    try {
      start += writeSync(DESCRIPTORS[stream], bytes, start);
    } catch (error) {
      afterWriteError(error, stream);
    }
  }
}

function afterWriteError(error: unknown, stream: 'stdout' | 'stderr'): void {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // A pipe that another program made non-blocking, and that is full just now.
  if (code === 'EAGAIN') {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    return;
  }
  if (code !== 'EPIPE') throw error;
  state.outputClosed = true;
  if (stream === 'stdout' && state.drains) interruption.abort('EPIPE');
  else process.exit(EXIT_OUTPUT_CLOSED);
}

/** Only a character device can be a terminal. A pipe or a file is told without `node:tty`, which loads the sockets of Node. */
function isTerminal(stream: 'stdout' | 'stderr'): boolean {
  const descriptor = DESCRIPTORS[stream];
  return fstatSync(descriptor).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(descriptor);
}

const terminal: Terminal = {
  write,
  isTerminal,
  columns: () => (isTerminal('stdout') ? process.stdout.columns || 80 : Number.POSITIVE_INFINITY),
};

/** The first interrupt asks the command to finish, the second ends the process at once, as if it were not handled. */
function interruptSignal(): AbortSignal {
  state.drains = true;
  for (const signal of SIGNALS) process.once(signal, () => interruption.abort(signal));
  return interruption.signal;
}

/** Throws AppError `file_unreadable`: a part of the input would be taken for all of it. */
async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_STDIN_BYTES) {
      const hint = 'Split it, for example with split -l.';
      throw new AppError('file_unreadable', 'Standard input is larger than 256 MiB.', hint);
    }
  }
  return Buffer.concat(chunks);
}

function endByBug(error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  write(
    'stderr',
    `This is a bug in fp-webhooks ${version()}; please report it with these lines:\n${stack}\n`,
  );
  process.exit(EXIT_BUG);
}

function version(): string {
  return JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version;
}

function endWith(exitStatus: number): void {
  const reason: unknown = interruption.signal.aborted ? interruption.signal.reason : undefined;
  if (reason === 'EPIPE') process.exit(EXIT_OUTPUT_CLOSED);
  const signal = SIGNALS.find((each) => each === reason);
  if (signal === undefined) {
    process.exitCode = exitStatus;
    return;
  }
  // The shell must see that the process died of the signal: some scripts go on otherwise.
  for (const each of SIGNALS) process.removeAllListeners(each);
  process.kill(process.pid, signal);
}

process.on('uncaughtException', endByBug);
run({
  args: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  version: version(),
  packageRoot,
  terminal,
  readStdin,
  interruptSignal,
}).then(endWith, endByBug);
