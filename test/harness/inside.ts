import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Terminal } from '../../src/cli/output.ts';
import { run as runCommandLine } from '../../src/cli/run.ts';
import type { Waits } from '../../src/commands/command.ts';
import type { EndingSignal } from '../../src/io/interruption.ts';
import { type Ended, type Surroundings, startStoppable, toListener, type Watched } from './binary.ts';
import { makeFolder, PROJECT } from './folder.ts';

/** The binary is what a test on another Node.js is about, so there nothing runs inside this one. */
const IS_INSIDE = process.env['FP_WEBHOOKS_TEST_NODE'] === undefined;

const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));

/** A run of the tool in the process of the tests: it has everything but `main.ts`. */
export interface Inside extends Watched {
  /** Interrupts it as a signal would, and gives how it ended. */
  readonly stop: (signal?: EndingSignal) => Promise<Ended>;
}

interface Place extends Omit<Surroundings, 'binary'> {
  /** Waits that are shorter than those of the binary; a test that sets them runs inside this process only. */
  readonly waits?: Waits;
}

/** Runs a command line to its end in this process. It ends as the built binary does, see `inside.test.ts`. */
export function runInside(args: readonly string[], place?: Place): Promise<Ended> {
  return startInside(args, place).ended;
}

/**
 * Starts a command line in this process; when the test is over it is interrupted and its end is waited for. What hangs,
 * is killed, or is under load needs a process of its own.
 */
export function startInside(args: readonly string[], place: Place = {}): Inside {
  return IS_INSIDE || place.waits !== undefined ? startHere(args, place) : startStoppable(args, place);
}

/** Command lines that have commands of their own. */
const GROUPS = ['history', 'events', 'fixtures'];

/**
 * Runs for the tests of one file, of which each costs a hundredth of a process: the first of each command is of the
 * built binary, as is every one that says how to start it, and the others are inside this process.
 */
export function mostlyInside() {
  const seen = new Set<string>();
  const isSeen = (args: readonly string[]) => {
    const words = args.filter((arg) => !arg.startsWith('-'));
    const command = words.slice(0, GROUPS.includes(words[0] ?? '') ? 2 : 1).join(' ');
    const has = seen.has(command);
    seen.add(command);
    return has;
  };
  const startAny = (args: readonly string[], surroundings: Surroundings & Place = {}): Inside =>
    surroundings.waits !== undefined || (surroundings.binary === undefined && isSeen(args))
      ? startInside(args, surroundings)
      : startStoppable(args, surroundings);
  return {
    start: startAny,
    run: (args: readonly string[], surroundings?: Surroundings & Place) => startAny(args, surroundings).ended,
    startListener: (args: readonly string[] = [], surroundings: Surroundings & Place = {}) =>
      toListener(startAny, args, surroundings),
  };
}

function startHere(
  args: readonly string[],
  { cwd = makeFolder(), env, input = '', waits = {} }: Place,
): Inside {
  const interruption = new AbortController();
  const written = { stdout: '', stderr: '' };
  const changes = new EventEmitter().setMaxListeners(0);
  const { PATH = '', HOME = '/' } = process.env;
  const status = runCommandLine({
    args,
    env: { PATH, HOME, ...env },
    cwd,
    version,
    packageRoot: PROJECT,
    waits,
    terminal: createTerminal((stream, text) => {
      written[stream] += text;
      changes.emit('written');
    }),
    isInteractive: () => false,
    readStdin: async () => Buffer.from(input),
    openStdin: () => Readable.from([Buffer.from(input)]),
    interruptSignal: () => interruption.signal,
  });
  const ended = status.then((exitStatus): Ended => {
    const { aborted, reason } = interruption.signal;
    return { ...written, status: aborted ? null : exitStatus, signal: aborted ? reason : null };
  });
  const inside: Inside = {
    cwd,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    until: async (condition) => {
      let isOver = false;
      const over = ended.then(() => {
        isOver = true;
      });
      while (!condition(inside)) {
        if (isOver) throw new Error(`It ended before: ${JSON.stringify(await ended)}`);
        await Promise.race([once(changes, 'written'), over]);
      }
    },
    ended,
    stop: (signal = 'SIGINT') => {
      interruption.abort(signal);
      return ended;
    },
  };
  onTestFinished(() => inside.stop().then(() => undefined));
  return inside;
}

/** Two pipes whose reader takes everything at once. */
function createTerminal(write: Terminal['write']): Terminal {
  return {
    write,
    hasRoom: () => true,
    isIdle: () => true,
    flush: async () => true,
    isTerminal: () => false,
    columns: () => Number.POSITIVE_INFINITY,
    stderr: () => new PassThrough() as unknown as NodeJS.WriteStream,
  };
}
