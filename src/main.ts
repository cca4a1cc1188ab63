import { fstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT_BUG, EXIT_OUTPUT_CLOSED } from './cli/exit-status.ts';
import type { Terminal } from './cli/output.ts';
import { withoutSecrets } from './cli/redact.ts';
import { run } from './cli/run.ts';
import { AppError } from './core/error.ts';
import { toFileError } from './io/file-error.ts';
import { dieBy, type EndingSignal, handleFirstSignal, letSignalsKill } from './io/interruption.ts';
import { createOutput } from './io/output.ts';

const MAX_STDIN_BYTES = 268_435_456;
const TOO_LARGE = 'Standard input is larger than 256 MiB.';
const CLOSED = 'output closed';
const DESCRIPTORS = { stdout: 1, stderr: 2 } as const;

const packageRoot = join(import.meta.dirname, '..');
const interruption = new AbortController();
const state: { drains: boolean; endingSignal?: EndingSignal } = { drains: false };

const output = createOutput({
  onClosed: () => {
    if (state.drains) interruption.abort(CLOSED);
    else process.exit(EXIT_OUTPUT_CLOSED);
  },
  onFailure: () => interruption.abort(),
  hurry: interruption.signal,
});

/** Asked for once: it stays what it is, and every record wants to know. */
const terminals = { stdout: isTerminalAt(DESCRIPTORS.stdout), stderr: isTerminalAt(DESCRIPTORS.stderr) };

function isTerminal(stream: 'stdout' | 'stderr'): boolean {
  return terminals[stream];
}

/** Only a character device can be a terminal. A pipe or a file is told without `node:tty`, which loads the sockets of Node. */
function isTerminalAt(descriptor: number): boolean {
  return fstatSync(descriptor).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(descriptor);
}

function columns(stream: 'stdout' | 'stderr'): number {
  return isTerminal(stream) ? process[stream].columns || 80 : Number.POSITIVE_INFINITY;
}

/** Progress is the first thing to leave out when the reader stands still. */
function writeProgress(text: string): boolean {
  if (output.hasRoom('stderr')) output.write('stderr', text);
  return true;
}

const terminal: Terminal = {
  write: output.write,
  hasRoom: output.hasRoom,
  isIdle: output.isIdle,
  flush: output.flush,
  isTerminal,
  columns,
  // The cursor is moved by what is written, so it must stand in the same queue. A terminal may say that it has 0 columns.
  stderr: () =>
    Object.create(process.stderr, {
      columns: { get: () => columns('stderr') },
      write: { writable: true, value: writeProgress },
    }),
};

/** The first interrupt asks the command to finish, the second ends the process at once, as if it were not handled. */
function interruptSignal(): AbortSignal {
  state.drains = true;
  output.startQueue();
  handleFirstSignal((signal) => {
    state.endingSignal = signal;
    interruption.abort(signal);
  });
  return interruption.signal;
}

/** Throws AppError `file_unreadable`: a part of the input would be taken for all of it. */
async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Nothing has been begun that could be finished.
  const end = () => state.endingSignal !== undefined && dieBy(state.endingSignal);
  interruption.signal.addEventListener('abort', end, { once: true });
  try {
    for await (const chunk of process.stdin) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MAX_STDIN_BYTES)
        throw new AppError('file_unreadable', TOO_LARGE, 'Split it, for example with split -l.');
    }
  } catch (error) {
    throw error instanceof AppError ? error : toFileError('read', 'standard input', error);
  } finally {
    interruption.signal.removeEventListener('abort', end);
  }
  return Buffer.concat(chunks);
}

async function endByBug(error: unknown): Promise<void> {
  letSignalsKill();
  interruption.abort();
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const words = `This is a bug in fp-webhooks ${version()}; please report it with these lines:`;
  output.write('stderr', withoutSecrets(`${words}\n${stack}\n`));
  await output.flush().catch(() => false);
  process.exit(EXIT_BUG);
}

function version(): string {
  return JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version;
}

function endWith(exitStatus: number): void {
  if (state.endingSignal !== undefined) dieBy(state.endingSignal);
  else if (interruption.signal.reason === CLOSED) process.exit(EXIT_OUTPUT_CLOSED);
  else process.exitCode = exitStatus;
}

/** Throws AppError `file_unreadable`. */
function findCwd(): string {
  try {
    return process.cwd();
  } catch {
    const message = 'The working folder was removed, or cannot be opened.';
    throw new AppError('file_unreadable', message, 'Change to another folder with cd.');
  }
}

process.on('uncaughtException', endByBug);
run({
  args: process.argv.slice(2),
  env: process.env,
  get cwd() {
    return findCwd();
  },
  version: version(),
  packageRoot,
  waits: {},
  terminal,
  isInteractive: () => isTerminalAt(0),
  readStdin,
  openStdin: () => process.stdin,
  interruptSignal,
}).then(endWith, endByBug);
