import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { BINARY, SECRET } from './binary.ts';
import { makeFolder } from './folder.ts';

/** Whether this machine has tmux, a real terminal without a screen. */
export const HAS_TMUX = spawnSync('tmux', ['-V']).status === 0;

const PATIENCE_MS = 12_000;
const LOOK_MS = 80;

/** A shell in a terminal of its own. It is ended when the test is over. */
export interface Terminal {
  readonly cwd: string;
  /** The file of the terminal. */
  readonly tty: () => string;
  /** Closes the window. */
  readonly close: () => void;
  /** Presses keys, by the names of tmux: `r`, `C-c`, `Enter`. */
  readonly press: (...keys: readonly string[]) => void;
  /** Types a command line for the shell and presses Enter. */
  readonly type: (line: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** The lines that are to be seen, without spaces at their ends. */
  readonly screen: () => string[];
  /** The same with what has scrolled away before them. */
  readonly history: () => string[];
  /** The screen as text with the sequences that colour it. */
  readonly colored: () => string;
  /** The column and row of the cursor, from 0. */
  readonly cursor: () => readonly [column: number, row: number];
  /** Resolves with the screen once it satisfies the condition; rejects after 12 s, and shows it. */
  readonly until: (condition: (screen: string, lines: readonly string[]) => boolean) => Promise<string>;
}

interface Options {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A terminal with a shell, whose prompt is `$ ` on a line, and the command `fp` in it, which writes its process id to
 * the file `pid`.
 */
export async function openTerminal({ columns = 90, rows = 30, env = {} }: Options = {}): Promise<Terminal> {
  const cwd = makeFolder({
    'shell.rc': "PS1='$ '\n",
    'bin/fp': `#!/bin/sh\necho $$ > pid\nexec "${process.execPath}" "${BINARY}" "$@"\n`,
  });
  chmodSync(join(cwd, 'bin', 'fp'), 0o755);
  const { PATH = '', HOME = '/' } = process.env;
  // A server of its own, so that no other terminal of this machine is touched.
  const server = ['-S', `${cwd}/tmux`, '-f', '/dev/null'];
  const tmux = (...args: readonly string[]) =>
    execFileSync('tmux', [...server, ...args], {
      cwd,
      env: { PATH: `${cwd}/bin:${PATH}`, HOME, LANG: 'C.UTF-8', FP_WEBHOOKS_SECRET: SECRET, ...env },
      encoding: 'utf8',
    });
  const size = ['-x', String(columns), '-y', String(rows)];
  tmux('-u', 'new-session', '-d', ...size, 'bash --noprofile --rcfile shell.rc -i');
  onTestFinished(() => void spawnSync('tmux', [...server, 'kill-server']));

  const capture = (...flags: readonly string[]) =>
    tmux('capture-pane', '-p', ...flags)
      .trimEnd()
      .split('\n');
  const terminal: Terminal = {
    cwd,
    tty: () => tmux('display-message', '-p', '#{pane_tty}').trim(),
    close: () => void tmux('kill-server'),
    press: (...keys) => void tmux('send-keys', ...keys),
    type: (line) => {
      tmux('send-keys', '-l', line);
      tmux('send-keys', 'Enter');
    },
    resize: (width, height) => void tmux('resize-window', '-x', String(width), '-y', String(height)),
    screen: () => capture(),
    history: () => capture('-S', '-'),
    colored: () => capture('-e').join('\n'),
    cursor: () => {
      const [column = -1, row = -1] = tmux('display-message', '-p', '#{cursor_x} #{cursor_y}')
        .split(' ')
        .map(Number);
      return [column, row];
    },
    until: async (condition) => {
      for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
        const lines = terminal.screen();
        if (condition(lines.join('\n'), lines)) return lines.join('\n');
        await delay(LOOK_MS);
      }
      throw new Error(`This never came to be seen, on:\n${terminal.screen().join('\n')}`);
    },
  };
  await terminal.until((screen) => screen === '$');
  return terminal;
}

/** A terminal in which `listen` runs. */
export interface ListenTerminal extends Terminal {
  readonly url: string;
  /** The process id of the listener. */
  readonly pid: number;
  /** What `stty -a` said before it. */
  readonly settings: string;
}

/** `fp listen` in a terminal, once its status line is to be seen. */
export async function startConsole(
  flags: string,
  { line = `fp listen --port 0 ${flags}`, ...options }: Options & { readonly line?: string } = {},
): Promise<ListenTerminal> {
  const terminal = await openTerminal(options);
  terminal.type(`stty -a > settings; clear; ${line}`);
  const screen = await terminal.until((text) => /^● (?:http:\/\/)?127\S+ /m.test(text));
  const pid = Number(readFileSync(join(terminal.cwd, 'pid'), 'utf8'));
  const settings = readFileSync(join(terminal.cwd, 'settings'), 'utf8');
  return { ...terminal, pid, settings, url: /http:\/\/127\.0\.0\.1:\d+/.exec(screen)?.[0] ?? '' };
}
