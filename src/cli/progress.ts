import type { Ora } from 'ora';
import type { Terminal } from './output.ts';

/** A line that says what is going on, where a person watches. */
export interface Progress {
  /** Shows a text, or takes the line away. */
  readonly show: (text: string | undefined) => void;
  /** Runs something that writes, with the line out of the way. */
  readonly around: (write: () => void) => void;
}

/** What is over sooner than this needs no animation, and not the 70 ms that loading it takes. */
const PATIENCE_MS = 400;

/** Progress on stderr when it is a terminal, else silence. */
export function createProgress(
  terminal: Terminal,
  { isWanted, isColored }: { readonly isWanted: boolean; readonly isColored: boolean },
): Progress {
  if (!isWanted || !terminal.isTerminal('stderr'))
    return { show: () => undefined, around: (write) => write() };
  let text: string | undefined;
  let spinner: Ora | undefined;
  let timer: NodeJS.Timeout | undefined;
  const start = async () => {
    const { default: ora } = await import('ora');
    // The cursor stays: showing it again at the end takes a handler of signals, which would compete with our own.
    const fixed = { stream: terminal.stderr(), hideCursor: false, discardStdin: false } as const;
    if (text !== undefined) spinner = ora({ ...fixed, text, color: isColored && 'cyan' }).start();
  };
  return {
    show: (next) => {
      text = next;
      timer ??= setTimeout(() => void start(), PATIENCE_MS).unref();
      if (next !== undefined && spinner !== undefined) spinner.text = next;
      if (next !== undefined) return;
      clearTimeout(timer);
      spinner?.stop();
      spinner = undefined;
      timer = undefined;
    },
    around: (write) => {
      spinner?.clear();
      write();
    },
  };
}
