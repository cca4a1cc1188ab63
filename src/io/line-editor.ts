import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type { KeyPress } from './keyboard.ts';

/** A line of text while a person types it. */
export interface LineEditor {
  readonly press: (press: KeyPress) => void;
  /** The text so far; `cursor` is an index into it. */
  readonly current: () => { readonly typed: string; readonly cursor: number };
  /** Resolves with the line at Enter; with undefined at Escape, Ctrl-C, and Ctrl-D on an empty line. */
  readonly answer: Promise<string | undefined>;
  readonly giveUp: () => void;
}

/**
 * An editor with the keys that Node's readline knows. It draws nothing: readline would draw in the middle of what
 * else is written. Never throws.
 */
export function createLineEditor(first: string): LineEditor {
  // Keys reach it by `press` only, so that it leaves the mode of the terminal alone.
  const input = new PassThrough();
  const readline = createInterface({ input, terminal: true, historySize: 0 });
  readline.write(first);
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  readline.once('line', resolve).once('close', () => resolve(undefined));
  readline.once('SIGINT', () => readline.close());
  void promise.then(() => readline.close());
  return {
    press: ({ name, typed, key }) => {
      if (name === 'escape') readline.close();
      else input.emit('keypress', typed, key);
    },
    current: () => ({ typed: readline.line, cursor: readline.cursor }),
    answer: promise,
    giveUp: () => readline.close(),
  };
}
