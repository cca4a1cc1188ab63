import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startApp, verifying } from '../harness/app.ts';
import { readFixture } from '../harness/folder.ts';
import { HAS_TMUX, openTerminal } from '../harness/terminal.ts';

const BODY = readFixture('onboarding.completed');

/** A terminal with an editor that is a script: it gets the file as `$1`, and leaves its path and mode in the file `seen`. */
async function openWithEditor(script: string, command = '"./my editor" --wait') {
  const app = await startApp(verifying());
  const terminal = await openTerminal({ env: { EDITOR: command, TMPDIR: '.' } });
  const editor = join(terminal.cwd, 'my editor');
  const head = `#!/bin/sh\n[ "$1" = --wait ] || exit 9\nshift\n`;
  const seen =
    'ls -ld "$(dirname "$1")" "$1" > seen.new; echo "$1" >> seen.new; cp "$1" shown; mv seen.new seen\n';
  writeFileSync(editor, `${head}${seen}${script}\n`);
  chmodSync(editor, 0o755);
  const replay = (flags = '', name = 'onboarding.completed') =>
    terminal.type(`clear; fp replay ${name} --to '${app.url}' --edit ${flags}; echo status $?`);
  const bodies = () => app.arrivals.map(({ body }) => body.toString());
  const seenPath = () => readFileSync(join(terminal.cwd, 'seen'), 'utf8').trim().split('\n').at(-1) ?? '';
  /** Nothing is left of the private folder. */
  const isGone = () => !existsSync(join(terminal.cwd, dirname(seenPath())));
  return { app, terminal, replay, bodies, isGone };
}

const sed = (expression: string) => `sed '${expression}' "$1" > "$1.new" && mv "$1.new" "$1"`;

// Without tmux, test/e2e/overrides.test.ts has what can be tested without a terminal.
describe.skipIf(!HAS_TMUX)('--edit, at a terminal', () => {
  test('what is edited is sent on one line and verified, and the file was private and is gone', async () => {
    const { terminal, replay, bodies, isGone } = await openWithEditor(sed('s/"pass"/"fail"/'));
    replay('--set requires_manual_review=true');
    await terminal.until((screen) => screen.includes('status 0'));
    const changed = { ...JSON.parse(BODY.toString()), status: 'fail', requires_manual_review: true };
    expect(bodies()).toEqual([JSON.stringify(changed)]);
    const shown = readFileSync(join(terminal.cwd, 'shown'), 'utf8');
    expect(shown).toBe(`${JSON.stringify({ ...changed, status: 'pass' }, null, 2)}\n`);
    expect(readFileSync(join(terminal.cwd, 'seen'), 'utf8')).toMatch(
      /^drwx------.*\n-rw-------.*onboarding\.completed\.json\n/,
    );
    expect(isGone()).toBe(true);
  });

  test('what is not changed, or only in its white space, is sent byte for byte', async () => {
    const { terminal, replay, bodies } = await openWithEditor('printf "\\n\\n" >> "$1"');
    const odd = '{ "event_kind":"footprint.x",\n "n":1.0 }\n';
    writeFileSync(join(terminal.cwd, 'odd.json'), odd);
    replay('', 'odd.json');
    await terminal.until((screen) => screen.includes('status 0'));
    expect(bodies()).toEqual([odd]);
  });

  test('what is no JSON is told with its place, and edited again or given up', async () => {
    const { terminal, replay, bodies, isGone } = await openWithEditor(
      `if [ -e again ]; then ${sed('s/oops/"fail"/')}; else touch again; ${sed('s/"pass"/oops/')}; fi`,
    );
    replay();
    await terminal.until((screen) => screen.includes('Edit it again? [Y/n]'));
    expect(terminal.screen()).toContain('The edited payload:8:13 is not JSON: unexpected "o".');
    expect(isGone()).toBe(false);
    terminal.press('Enter');
    await terminal.until((screen) => screen.includes('status 0'));
    // The second time it began with what was saved the first time.
    expect(bodies()).toEqual([JSON.stringify({ ...JSON.parse(BODY.toString()), status: 'fail' })]);
    expect(isGone()).toBe(true);
  });

  test.each(['n', 'C-c', 'C-d'])('to edit again is declined with %s, and nothing is sent', async (key) => {
    const { terminal, replay, bodies, isGone } = await openWithEditor(sed('s/"pass"/7/'));
    replay();
    await terminal.until((screen) => /`status` should be a string[\s\S]*again\? \[Y\/n\]/.test(screen));
    terminal.press(key, ...(key === 'n' ? ['Enter'] : []));
    await terminal.until((screen) => screen.includes('status 2'));
    expect(bodies()).toEqual([]);
    expect(isGone()).toBe(true);
  });

  test('with --allow-invalid what is invalid is sent without a question', async () => {
    const { terminal, replay, bodies } = await openWithEditor(sed('s/"pass"/7/'));
    replay('--allow-invalid');
    await terminal.until((screen) => screen.includes('status 0'));
    expect(bodies()[0]).toContain('"status":7');
  });

  test.each([
    ['exit 3', 'the editor ("./my editor" --wait) ended with status 3'],
    ['kill -9 $$', 'the editor ("./my editor" --wait) was ended by SIGKILL'],
    [': > "$1"', 'the file was saved empty'],
  ])('an editor that gives up (%s) means that nothing is sent', async (script, message) => {
    const { terminal, replay, bodies, isGone } = await openWithEditor(script);
    replay();
    await terminal.until((screen) => screen.includes('status 2'));
    expect(terminal.screen().join(' ')).toContain(message);
    expect(bodies()).toEqual([]);
    expect(isGone()).toBe(true);
  });

  test('EDITOR may be more than one command', async () => {
    const { terminal, replay, bodies } = await openWithEditor(
      sed('s/"pass"/"none"/'),
      `A=1 './my editor' "--wait"`,
    );
    replay();
    await terminal.until((screen) => screen.includes('status 0'));
    expect(bodies()[0]).toContain('"status":"none"');
  });

  test('Ctrl-C is meant for the editor; a signal to the process ends both and removes the file', async () => {
    const { terminal, replay, bodies, isGone } = await openWithEditor(
      'trap "echo interrupted" INT; echo open; while [ ! -e go ]; do sleep 0.05; done',
    );
    replay();
    await terminal.until((screen) => screen.includes('open'));
    terminal.press('C-c');
    await terminal.until((screen) => screen.includes('interrupted'));
    writeFileSync(join(terminal.cwd, 'go'), '');
    await terminal.until((screen) => screen.includes('status 0'));
    expect(bodies()).toEqual([BODY.toString()]);
    const second = await openWithEditor('echo $$ > editor; exec sleep 60');
    second.replay();
    const editorFile = join(second.terminal.cwd, 'editor');
    await second.terminal.until(
      () => existsSync(editorFile) && readFileSync(editorFile, 'utf8').endsWith('\n'),
    );
    process.kill(Number(readFileSync(join(second.terminal.cwd, 'pid'), 'utf8')), 'SIGTERM');
    await second.terminal.until((screen) => screen.includes('status 143'));
    expect([second.bodies(), second.isGone(), isGone()]).toEqual([[], true, true]);
    const editor = Number(readFileSync(editorFile, 'utf8'));
    expect(() => process.kill(editor, 0)).toThrow('ESRCH');
  });

  test('standard output may be a file: a new fixture is edited and written there', async () => {
    const { terminal } = await openWithEditor(`test -t 1 || exit 8\n${sed('s/"pass"/"none"/')}`);
    terminal.type('fp fixtures new onboarding.completed --edit > new.json; echo status $?');
    await terminal.until((screen) => screen.includes('status 0'));
    expect(JSON.parse(readFileSync(join(terminal.cwd, 'new.json'), 'utf8'))).toMatchObject({
      status: 'none',
    });
  });

  test('without EDITOR and VISUAL it is vi, and the words are clear where there is none', async () => {
    const { terminal, replay } = await openWithEditor('');
    writeFileSync(join(terminal.cwd, 'bin', 'vi'), '#!/bin/sh\necho this is vi "$1"\n');
    chmodSync(join(terminal.cwd, 'bin', 'vi'), 0o755);
    terminal.type('unset EDITOR');
    replay();
    await terminal.until((screen) => /this is vi \S+onboarding\.completed\.json[\s\S]*status 0/.test(screen));
    terminal.type('export EDITOR=no-such-editor');
    replay();
    await terminal.until((screen) => screen.includes('It was not found: set EDITOR'));
  });
});
