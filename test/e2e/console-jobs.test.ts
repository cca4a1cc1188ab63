import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hanging, startApp } from '../harness/app.ts';
import { readFixture } from '../harness/folder.ts';
import { deliver } from '../harness/sender.ts';
import {
  HAS_TMUX,
  type ListenTerminal,
  openTerminal,
  startConsole,
  type Terminal,
} from '../harness/terminal.ts';

const BODY = readFixture('onboarding.completed');

const isInShell = (text: string) => /(?:^|\n)\$$/.test(text);
const hasStatusLine = (_: string, lines: readonly string[]) => lines.at(-1)?.startsWith('● ') === true;

/** What the shell says of a terminal: its own, or another. */
async function askSettings(shell: Terminal, tty = '/dev/stdin'): Promise<string> {
  shell.type(`echo "status $?"; stty -a < ${tty} > asked; echo asked`);
  await shell.until((text) => /^asked$/m.test(text));
  return readFileSync(join(shell.cwd, 'asked'), 'utf8');
}

/** Waits for the shell, and expects the exit status there, and a terminal that is set as it was before. */
async function expectGivenBack(terminal: ListenTerminal, status: number): Promise<void> {
  const screen = await terminal.until(isInShell);
  expect(screen).not.toContain('●');
  expect(await askSettings(terminal)).toBe(terminal.settings);
  expect(terminal.screen()).toContain(`status ${status}`);
}

async function gone(pid: number): Promise<void> {
  const isThere = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  for (; isThere(); ) await new Promise((resolve) => setTimeout(resolve, 30));
}

describe.skipIf(!HAS_TMUX)('the terminal is given back as it was', () => {
  test('and until then it gives key by key', async () => {
    const terminal = await startConsole('');
    expect(await askSettings(await openTerminal(), terminal.tty())).toContain('-icanon');
    expect(terminal.settings).not.toContain('-icanon');
  });

  test.each(['q', 'C-d'])('by %s, with exit status 0 and the summary', async (key) => {
    const terminal = await startConsole('');
    terminal.press(key);
    await terminal.until((text) => text.includes('0 deliveries received'));
    await expectGivenBack(terminal, 0);
  });

  test('by Ctrl-C, with the signal and the summary', async () => {
    const terminal = await startConsole('');
    terminal.press('C-c');
    await terminal.until((text) => text.includes('0 deliveries received'));
    await expectGivenBack(terminal, 130);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'at the first %s, while what is in flight is finished; the second ends it',
    async (signal, status) => {
      const app = await startApp(hanging());
      const terminal = await startConsole(`--forward ${app.url}`);
      const reply = deliver(terminal.url, BODY).catch(() => undefined);
      await app.arrived(1);
      const end = () => (signal === 'SIGINT' ? terminal.press('C-c') : process.kill(terminal.pid, signal));
      end();
      const screen = await terminal.until((text) => text.includes('Finishing a delivery'));
      expect(screen).not.toContain('●');
      // Asked from outside: a shell mends the terminal when a signal ends a job.
      expect(await askSettings(await openTerminal(), terminal.tty())).toBe(terminal.settings);
      end();
      await expectGivenBack(terminal, status);
      expect(await reply).toBeUndefined();
    },
  );

  test.each(['C-c', 'C-\\'])('by %s while a question is open: Ctrl-C ends only the question', async (key) => {
    const terminal = await startConsole('');
    terminal.press('f', 'abc');
    await terminal.until((text) => text.endsWith('Filter: abc'));
    terminal.press(key);
    if (key === 'C-c') {
      await terminal.until(hasStatusLine);
      terminal.press('C-c');
    }
    await expectGivenBack(terminal, key === 'C-c' ? 130 : 131);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
  ] as const)('by %s, also while a question is open', async (signal, status) => {
    const terminal = await startConsole('');
    terminal.press('f', 'abc');
    await terminal.until((text) => text.endsWith('Filter: abc'));
    process.kill(terminal.pid, signal);
    await terminal.until(isInShell);
    await expectGivenBack(terminal, status);
  });

  test('by a bug, which is told below the log', async () => {
    const bug = "process.on('SIGUSR2', () => { throw new Error('boom'); });";
    const terminal = await startConsole('', {
      line: `echo "${bug}" > bug.cjs; NODE_OPTIONS="-r ./bug.cjs" fp listen --port 0`,
    });
    process.kill(terminal.pid, 'SIGUSR2');
    await terminal.until((text) => text.includes('Error: boom'));
    await expectGivenBack(terminal, 70);
  });

  test('on Ctrl-Z, and taken again by fg, with the line and the keys', async () => {
    const terminal = await startConsole('');
    await deliver(terminal.url, BODY);
    await terminal.until((text) => text.includes('1 verified'));
    terminal.press('C-z');
    await terminal.until((text) => /Stopped[^\n]*listen[^\n]*\n\$$/.test(text));
    expect(await askSettings(terminal)).toBe(terminal.settings);
    expect(terminal.history().join()).not.toContain('●');
    terminal.type('fg');
    await terminal.until(hasStatusLine);
    terminal.press('e');
    await terminal.until((text) => text.includes('Only failures are shown'));
    terminal.press('q');
    await expectGivenBack(terminal, 0);
  });

  test('in the background, where it goes on without keys until fg', async () => {
    const terminal = await startConsole('');
    terminal.press('C-z');
    await terminal.until((text) => /Stopped[^\n]*listen[^\n]*\n\$$/.test(text));
    terminal.type('bg');
    await terminal.until((text) => /&\n\$$/.test(text));
    await deliver(terminal.url, BODY);
    const screen = await terminal.until((text) => text.includes('✓ onboarding.completed'));
    expect(screen).not.toContain('●');
    terminal.type('fg');
    await terminal.until(hasStatusLine);
    terminal.press('q');
    await expectGivenBack(terminal, 0);
  });

  test('after SIGSTOP the keys come back too', async () => {
    const terminal = await startConsole('');
    process.kill(terminal.pid, 'SIGSTOP');
    await terminal.until((text) => /Stopped[^\n]*listen[^\n]*\n\$$/.test(text));
    terminal.type('clear; fg');
    await terminal.until(hasStatusLine);
    terminal.press('q');
    await expectGivenBack(terminal, 0);
  });
});

describe.skipIf(!HAS_TMUX)('job control', () => {
  test('a listener that is started in the background is not stopped by the terminal', async () => {
    const terminal = await openTerminal();
    terminal.type('clear; fp listen --port 0 &');
    const screen = await terminal.until((text) => text.includes('Ready:'));
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(screen)?.[0] ?? '';
    await deliver(url, BODY);
    const after = await terminal.until((text) => text.includes('✓ onboarding.completed'));
    expect(after).not.toMatch(/●|Stopped/);
    terminal.type('clear; kill %1; wait');
    await terminal.until((text) => text.includes('1 delivery received'));
  });

  test('a window that is closed ends the listener', async () => {
    const terminal = await startConsole('');
    terminal.close();
    await gone(terminal.pid);
  });

  test('Ctrl-C reaches the script that runs it, as if it were typed', async () => {
    const terminal = await startConsole('', {
      line: "bash -c 'fp listen --port 0; echo went on'",
    });
    terminal.press('C-c');
    const screen = await terminal.until(isInShell);
    expect(screen).not.toContain('went on');
  });
});
