import { emitKeypressEvents, type Interface, type Key } from 'node:readline';
import { isForeground } from './foreground.ts';

/** A key that was pressed. */
export interface KeyPress {
  /** `r`, `?`, `escape`, `ctrl+c`. */
  readonly name: string;
  /** The text that it stands for, where there is one. */
  readonly typed: string | undefined;
  /** What Node knows of it. */
  readonly key: Key;
}

/** What is told of the terminal. */
export interface KeyboardListener {
  readonly onKey: (press: KeyPress) => void;
  /** The process is about to be stopped, or goes on in the background; the terminal is the shell's when this resolves. */
  readonly onSleep: () => Promise<void>;
  /** The terminal is ours again. */
  readonly onWake: () => void;
  readonly onResize: () => void;
}

/** The keys of a terminal, one by one. They do nothing by themselves, Ctrl-C and Ctrl-Z neither. */
export interface Keyboard {
  /** Gives the terminal back, and sends what the terminal would have sent to this process and those it runs with. */
  readonly interrupt: (signal: 'SIGINT' | 'SIGQUIT') => void;
  /** Stops the process as Ctrl-Z does, with the terminal given back while it is stopped. */
  readonly suspend: () => void;
  /** Gives the terminal back as it was, and lets the process end. */
  readonly close: () => void;
}

/** How long a lone Escape waits to be the beginning of an arrow. */
const ESCAPE_MS = 100;
/** After this long, a stop did not happen: there is no shell that could continue the process. */
const STOP_MS = 500;
/** Some shells say nothing when a job that runs comes to the foreground. */
const LOOK_MS = 1_000;
/** A process group, as `kill` names it: that of this process. */
const GROUP = 0;

/**
 * Takes the keys of standard input, which must be a terminal; undefined in the background, where they are not ours.
 * However the process ends, the terminal is given back: by `close`, and at an exit by Node itself.
 * Never throws; a terminal that is closed presses no more keys.
 */
export function openKeyboard(listener: KeyboardListener): Keyboard | undefined {
  if (!isForeground()) return undefined;
  const { stdin, stdout } = process;
  let state: 'awake' | 'asleep' | 'closed' = 'asleep';
  let looking: NodeJS.Timeout | undefined;

  const onKeypress = (typed: string | undefined, key: Key) => {
    if (state === 'awake') listener.onKey({ name: toName(key), typed, key });
  };

  function wake(): void {
    clearTimeout(looking);
    if (state !== 'asleep') return;
    if (!isForeground()) {
      looking = setTimeout(wake, LOOK_MS).unref();
      return;
    }
    state = 'awake';
    // Twice, since a shell may have changed the terminal without our knowing.
    stdin.setRawMode(false).setRawMode(true).resume();
    process.on('SIGTSTP', onStop);
    listener.onWake();
  }

  /** Without a terminal that is ours, none of these may touch it. */
  function release(next: 'asleep' | 'closed'): void {
    const wasAwake = state === 'awake';
    state = next;
    clearTimeout(looking);
    process.off('SIGTSTP', onStop);
    if (wasAwake && isForeground()) stdin.setRawMode(false);
    stdin.pause();
  }

  async function stop(target: number): Promise<void> {
    if (state !== 'awake' || process.platform === 'win32') return;
    await listener.onSleep();
    if (state !== 'awake') return;
    release('asleep');
    process.kill(target, 'SIGTSTP');
    looking = setTimeout(wake, STOP_MS).unref();
  }

  const onStop = () => void stop(process.pid);
  // Also after SIGSTOP, which nobody hears of, and in the background.
  const onContinue = () => {
    if (state === 'awake') {
      release('asleep');
      void listener.onSleep();
    }
    wake();
  };
  const onQuit = () => {
    close();
    process.kill(process.pid, 'SIGQUIT');
  };

  function close(): void {
    if (state === 'closed') return;
    release('closed');
    stdin.off('keypress', onKeypress).unref();
    stdout.off('resize', listener.onResize);
    process.off('SIGCONT', onContinue).off('SIGQUIT', onQuit);
  }

  emitKeypressEvents(stdin, { escapeCodeTimeout: ESCAPE_MS } as unknown as Interface);
  stdin.on('keypress', onKeypress);
  // These stay: a terminal that is gone says so more than once.
  stdin.on('error', close).on('end', close);
  stdout.on('resize', listener.onResize);
  process.on('SIGCONT', onContinue).on('SIGQUIT', onQuit);
  wake();
  return {
    interrupt: (signal) => {
      close();
      press(signal);
    },
    suspend: () => void stop(GROUP),
    close,
  };
}

/** On Windows `kill` would end the process unheard. */
function press(signal: 'SIGINT' | 'SIGQUIT'): void {
  if (process.platform === 'win32') process.emit(signal);
  else process.kill(GROUP, signal);
}

function toName({ name, sequence = '', ctrl = false, meta = false }: Key): string {
  if (sequence === '\u001c') return 'ctrl+\\';
  const modifiers = `${ctrl ? 'ctrl+' : ''}${meta && name !== 'escape' ? 'alt+' : ''}`;
  return modifiers + (name ?? sequence);
}
