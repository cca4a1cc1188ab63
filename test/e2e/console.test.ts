import { describe, expect, test } from 'vitest';
import { answering, startApp } from '../harness/app.ts';
import { BINARY, run } from '../harness/binary.ts';
import { readFixture } from '../harness/folder.ts';
import { readCaptures } from '../harness/history.ts';
import { deliver } from '../harness/sender.ts';
import { HAS_TMUX, openTerminal, startConsole } from '../harness/terminal.ts';

const BODY = readFixture('onboarding.completed');
const UPDATED = readFixture('vault.updated');

const statusLines = (lines: readonly string[]) => lines.filter((line) => line.includes('●'));
/** The status line is the last one, and there is no other. */
const isTidy = (lines: readonly string[]) =>
  statusLines(lines).length === 1 && lines.at(-1)?.startsWith('● ') === true;

// Where tmux is missing, test/cli and test/commands test the parts without a terminal.
describe.skipIf(!HAS_TMUX)('at a terminal', () => {
  test('the status line stands below the log and counts what comes', async () => {
    const terminal = await startConsole('');
    await deliver(terminal.url, BODY);
    await deliver(terminal.url, BODY, { secret: 'whsec_plJ3nmyCDGBKInavdOK15jsl' });
    const screen = await terminal.until((text) => text.includes('1 verified  1 failed'));
    expect(screen).toMatch(/✓ onboarding\.completed[\s\S]*✗ onboarding\.completed[\s\S]*\n● http/);
    await terminal.until((_, lines) => isTidy(lines));
    expect(terminal.screen().at(-1)).toBe(`● ${terminal.url}  1 verified  1 failed  h for keys`);
    expect(terminal.cursor()).toEqual([0, terminal.screen().length - 1]);
  });

  test('h lists the keys and the deliveries that the digits stand for', async () => {
    const terminal = await startConsole('');
    await deliver(terminal.url, BODY);
    await deliver(terminal.url, UPDATED);
    await terminal.until((text) => text.includes('2 verified'));
    terminal.press('h');
    const screen = await terminal.until((text) => text.includes(' q    quit'));
    expect(screen).toMatch(
      /1 {2}\d\d:\d\d:\d\d {2}vault\.updated\n +2 {2}\d\d:\d\d:\d\d {2}onboarding\.completed\n/,
    );
    await terminal.until((_, lines) => isTidy(lines));
  });

  test('r sends the latest delivery to the app again, and a digit a recent one', async () => {
    const app = await startApp(answering(204));
    const terminal = await startConsole(`--forward ${app.url}`);
    await deliver(terminal.url, BODY);
    await deliver(terminal.url, UPDATED);
    await terminal.until((text) => /2 verified .* app up {2}p50/.test(text));
    terminal.press('r');
    await app.arrived(3);
    await terminal.until((text) => text.split('→ 204').length === 4);
    terminal.press('2');
    await app.arrived(4);
    expect(app.arrivals.map(({ body }) => body)).toEqual([BODY, UPDATED, UPDATED, BODY]);
    terminal.press('7');
    await terminal.until((text) => text.includes('There is no delivery 7 yet.'));
  });

  test('q after r waits for an app that takes its time, and keeps what it answered', async () => {
    const waiting: (() => void)[] = [];
    const app = await startApp((_, response) => {
      if (app.arrivals.length === 1) response.writeHead(204).end();
      else waiting.push(() => response.writeHead(202).end());
    });
    const terminal = await startConsole(`--forward ${app.url}`);
    await deliver(terminal.url, BODY);
    terminal.press('r');
    await app.arrived(2);
    terminal.press('q');
    for (const finish of waiting) finish();
    await terminal.until((text) => text.includes('1 delivery received'));
    const [kept] = await readCaptures(terminal.cwd);
    expect(kept?.forwardings?.map(({ status }) => status)).toEqual([204, 202]);
    expect(terminal.history().join('\n')).not.toContain('bug');
  });

  test('at 60 columns the status line has the app, its median latency and the key for help', async () => {
    const app = await startApp(answering(204));
    const terminal = await startConsole(`--forward ${app.url}`, { columns: 60 });
    await deliver(terminal.url, BODY);
    await terminal.until((_, lines) =>
      /^● 127\.0\.0\.1:\d+ {2}1 ✓ {2}0 ✗ {2}app up {2}p50 .* h for keys$/.test(lines.at(-1) ?? ''),
    );
  });

  test('without an app, r and p say which flag is needed', async () => {
    const terminal = await startConsole('');
    terminal.press('r');
    await terminal.until((text) =>
      text.includes('There is no app to send a delivery to.\n  Start again with --forward'),
    );
    terminal.press('p');
    await terminal.until((text) => text.includes('There is no app to forward to'));
  });

  test('p pauses and goes on, e shows only failures and everything, s sums up', async () => {
    const app = await startApp();
    const terminal = await startConsole(`--forward ${app.url}`);
    terminal.press('p');
    await terminal.until((text) => text.includes('Forwarding is paused.'));
    terminal.press('p');
    await terminal.until((text) => text.includes('Forwarding goes on.'));
    terminal.press('e');
    await terminal.until((text) => text.includes('Only failures are shown'));
    terminal.press('e');
    await terminal.until((text) => text.includes('Everything is shown again.'));
    terminal.press('s');
    await terminal.until((text) => text.includes('0 deliveries received'));
    await terminal.until((_, lines) => isTidy(lines));
  });

  test('f asks for a filter on one line, which records that come do not tear', async () => {
    const terminal = await startConsole('', { columns: 60 });
    terminal.press('f', 'footprint.vault');
    await terminal.until((text) => text.endsWith('\nFilter: footprint.vault'));
    await deliver(terminal.url, BODY);
    await terminal.until((text) => /✓ onboarding\.completed[\s\S]*\nFilter: footprint\.vault$/.test(text));
    // Readline's own keys: to the start, an insertion, to the end.
    terminal.press('C-a', 'x', 'BSpace', 'C-e', '.*');
    await terminal.until((text) => text.endsWith('\nFilter: footprint.vault.*'));
    expect(terminal.cursor()[0]).toBe('Filter: footprint.vault.*'.length);
    expect(terminal.history().filter((line) => line.includes('Filter: '))).toHaveLength(1);
    terminal.press('Enter');
    const screen = await terminal.until((text) => text.includes('that match footprint.vault.*'));
    expect(screen).not.toContain('Filter: ');
    terminal.press('f');
    await terminal.until((text) => text.endsWith('Filter: footprint.vault.*'));
    terminal.press('junk', 'Escape');
    await terminal.until((_, lines) => isTidy(lines));
    terminal.press('f');
    await terminal.until((text) => text.endsWith('Filter: footprint.vault.*'));
    terminal.press('junk', 'C-c');
    await terminal.until((_, lines) => isTidy(lines));
  });

  test('an answer that is longer than the window scrolls, and stays on its line when the window is resized', async () => {
    const terminal = await startConsole('', { columns: 60 });
    terminal.press('f');
    await terminal.until((text) => text.endsWith('Filter:'));
    terminal.press('a'.repeat(40), 'b'.repeat(40));
    await terminal.until((text) => /\nFilter: a+b{40}$/.test(text));
    terminal.resize(40, 30);
    await terminal.until((text) => /\nFilter: b{31}$/.test(text));
    terminal.resize(120, 30);
    await terminal.until((text) => /\nFilter: a{40}b{40}$/.test(text));
    expect(terminal.history().filter((line) => line.includes('Filter: '))).toHaveLength(1);
  });

  test('c empties the screen and leaves the status line', async () => {
    const terminal = await startConsole('');
    terminal.press('c');
    await terminal.until((text) => text === `● ${terminal.url}  0 verified  0 failed  h for keys`);
  });

  test('a key that does nothing says so once', async () => {
    const terminal = await startConsole('');
    terminal.press('x', 'Up', 'z', 's');
    const screen = await terminal.until((text) => text.includes('0 deliveries received'));
    expect(screen.split('does nothing here').length).toBe(2);
  });

  test('at 60 columns and in a window that is resized there is one whole status line', async () => {
    const terminal = await startConsole('', { columns: 100 });
    await deliver(terminal.url, BODY);
    await terminal.until((text) => text.includes('1 verified'));
    for (const columns of [60, 100, 41, 90, 30, 60]) {
      terminal.resize(columns, 30);
      await terminal.until((_, lines) => {
        const [line = '', ...others] = statusLines(lines);
        const isFull = line.includes('h for keys') === columns > 40;
        return others.length === 0 && lines.at(-1) === line && isFull && line.length < columns;
      });
    }
    await deliver(terminal.url, BODY);
    await terminal.until((text) => text.includes('2 verified'));
    expect(statusLines(terminal.history())).toHaveLength(1);
    expect(terminal.history().join('\n')).not.toMatch(/^(verified|failed|keys)/m);
  });

  test('a flood leaves one status line, with the last counts', async () => {
    const terminal = await startConsole('');
    for (let round = 0; round < 8; round += 1)
      await Promise.all(Array.from({ length: 25 }, () => deliver(terminal.url, UPDATED)));
    await terminal.until((text) => text.includes('200 verified'));
    await terminal.until((_, lines) => isTidy(lines));
    expect(statusLines(terminal.history())).toHaveLength(1);
    expect(terminal.history().filter((line) => line.includes('✓ vault.updated'))).toHaveLength(200);
  });

  test('with NO_COLOR the line has no colour', async () => {
    const [plain, colored] = await Promise.all([
      startConsole('', { env: { NO_COLOR: '1' } }),
      startConsole(''),
    ]);
    expect(plain.colored()).not.toContain('\u001b[');
    expect(colored.colored()).toMatch(/\u001b\[32m●/);
  });

  test.each(['CI=1', 'TERM=dumb'])('with %s there is neither a line nor a key', async (setting) => {
    const terminal = await openTerminal();
    terminal.type(`clear; ${setting} fp listen --port 0`);
    await terminal.until((text) => text.includes('Ready:'));
    terminal.press('h', 'Enter');
    // The terminal itself shows what is typed into it.
    const screen = await terminal.until((text) => /^h$/m.test(text));
    expect(screen).not.toContain('●');
  });

  test.each(['< /dev/null', '| cat', '2> errors', '--json'])(
    'with %s there is no line either',
    async (rest) => {
      const terminal = await openTerminal();
      terminal.type(`clear; fp listen --port 0 ${rest}`);
      await terminal.until((text) => /Ready:|"ready"/.test(text));
      terminal.press('C-c');
      const screen = await terminal.until((text) => text.includes('\n$'));
      expect(screen).not.toContain('●');
    },
  );
});

test('q ends it with exit status 0, also where the key was pressed before it was awaited', async () => {
  const line = `"${process.execPath}" "${BINARY}" listen --port 0 --no-save`;
  const { stdout, status } = await run([], { input: 'q', binary: ['script', '-qec', line, '/dev/null'] });
  expect(stdout).toContain('0 deliveries received');
  expect(status).toBe(0);
});
