import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { isatty } from 'node:tty';
import { AppError } from '../core/error.ts';
import { toFileError } from './file-error.ts';
import { readRegular } from './read-file.ts';

/** A text in a file of its own, which nobody else can read, while a person edits it. */
export interface Editing {
  /** Opens the editor, and gives what was saved when it is closed. Throws AppError `usage` or `file_unreadable`. */
  readonly edit: () => Promise<Uint8Array>;
  /** Removes the file and whatever the editor put beside it. Never throws. */
  readonly close: () => void;
}

interface Setting {
  /** The file's name, which tells the editor what it holds: letters, digits, dots and dashes. */
  readonly name: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the editor when it is aborted. */
  readonly signal: AbortSignal;
}

type Stdio = readonly [0, 1 | 2, 2];

const USUAL_EDITORS = process.platform === 'win32' ? ['notepad.exe'] : ['vi', 'nano'];
/** As much as any other payload. */
const MOST_MIB = 256;
const GIVEN_UP = 'Nothing was sent or written.';
/** What Ctrl-C and Ctrl-\ send to everything in the terminal: while an editor is open, they are meant for it. */
const KEYBOARD_SIGNALS = ['SIGINT', 'SIGQUIT'] as const;

/**
 * Puts a text into a private file for the editor of `$VISUAL` or `$EDITOR`, else vi or nano.
 * Throws AppError `usage` without a terminal or an editor, and `file_unwritable`.
 */
export function startEditing(text: string, { name, env, signal }: Setting): Editing {
  const stdio = findTerminal();
  const command = findEditor(env);
  const folder = makeFolder(text, name);
  const path = join(folder, name);
  const close = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', close);
  return {
    edit: async () => {
      const outcome = await withoutKeyboardSignals(() => runEditor(command, path, { stdio, env, signal }));
      if (outcome !== 0) throw toGivenUp(command, outcome);
      return readRegular(name, folder, MOST_MIB);
    },
    close: () => {
      process.off('exit', close);
      close();
    },
  };
}

/** An editor draws, so that standard output may be a file, but not standard error as well. */
function findTerminal(): Stdio {
  const output = ([1, 2] as const).find((descriptor) => isatty(descriptor));
  if (isatty(0) && output !== undefined) return [0, output, 2];
  throw new AppError(
    'usage',
    '--edit needs a terminal to open an editor in, and there is none.',
    'In scripts, change values with --set, --unset or --merge.',
  );
}

/** The command for a shell, as git and others take it: `code --wait`, `"/opt/my editor/ed" -n`. */
function findEditor({ VISUAL = '', EDITOR = '', PATH = '' }: Setting['env']): string {
  const wanted = [VISUAL, EDITOR].find((command) => command.trim() !== '');
  const found = wanted ?? USUAL_EDITORS.find((name) => isOnPath(name, PATH));
  if (found !== undefined) return found;
  throw new AppError('usage', '--edit finds no editor.', 'Set EDITOR, for example to "code --wait".');
}

function isOnPath(name: string, path: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}

function makeFolder(text: string, name: string): string {
  let folder: string | undefined;
  try {
    // Node makes it for its owner alone.
    folder = mkdtempSync(join(tmpdir(), 'fp-webhooks-edit-'));
    writeFileSync(join(folder, name), text, { mode: 0o600, flag: 'wx' });
    return folder;
  } catch (error) {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    throw toFileError('write', folder ?? tmpdir(), error);
  }
}

/**
 * What the shell is to do. It becomes the editor where that is one command, so that a signal to it ends the editor; else it
 * outlives the keyboard's signals, so that its status is the editor's.
 */
function toShellLine(command: string): string {
  const isOneCommand = !/[;&|<>()`\n]|^\s*\w+=/.test(command);
  return isOneCommand ? `exec ${command} "$1"` : `trap ':' INT QUIT; ${command} "$1"`;
}

/** Gives the exit status, or the signal that ended the editor. */
function runEditor(
  command: string,
  path: string,
  { stdio, env, signal }: { readonly stdio: Stdio } & Omit<Setting, 'name'>,
): Promise<number | string> {
  const fixed = { stdio: [...stdio], env: { ...env } };
  const child =
    process.platform === 'win32'
      ? spawn(`${command} "${path}"`, { ...fixed, shell: true })
      : spawn('/bin/sh', ['-c', toShellLine(command), 'sh', path], fixed);
  const end = () => void child.kill('SIGTERM');
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  return new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (status, by) => resolve(status ?? by ?? 1));
  }).finally(() => signal.removeEventListener('abort', end));
}

/** Runs something while this process is deaf to the keyboard's signals. */
async function withoutKeyboardSignals<Value>(action: () => Promise<Value>): Promise<Value> {
  const ignore = () => undefined;
  const muted = KEYBOARD_SIGNALS.map((name) => ({ name, listeners: process.rawListeners(name) }));
  for (const { name } of muted) process.removeAllListeners(name).on(name, ignore);
  try {
    return await action();
  } finally {
    for (const { name, listeners } of muted) {
      process.off(name, ignore);
      for (const listener of listeners) process.on(name, listener as NodeJS.SignalsListener);
    }
  }
}

function toGivenUp(command: string, outcome: number | string): AppError {
  const how = typeof outcome === 'number' ? `ended with status ${outcome}` : `was ended by ${outcome}`;
  const hint = outcome === 127 ? 'It was not found: set EDITOR to one that is there.' : GIVEN_UP;
  return new AppError('usage', `--edit was given up: the editor (${command}) ${how}.`, hint);
}
