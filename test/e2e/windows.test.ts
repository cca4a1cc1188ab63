import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startApp } from '../harness/app.ts';
import { BINARY } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';

const { run } = mostlyInside();

const ESCAPE = '\u001b[';

/** Runs a shell line in a terminal of so many columns; `fp` in it is the tool. Returns what the terminal got. */
async function runInTerminal(line: string, columns: number, cwd = makeFolder()): Promise<string> {
  const script = `fp() { "${process.execPath}" "${BINARY}" "$@"; }; stty cols ${columns}; ${line}`;
  const env = { TERM: 'xterm', SHELL: '/bin/sh' };
  const { stdout } = await run([], { cwd, env, binary: ['script', '-qec', script, '/dev/null'] });
  return stdout.replaceAll('\r', '');
}

test.each([60, 80])(
  'the help of every command fits %i columns, and breaks no word and no command',
  async (columns) => {
    for (const command of ['', 'listen', 'replay', 'validate', 'events']) {
      const [narrow, wide] = await Promise.all([
        runInTerminal(`fp ${command} --help`, columns),
        run([...(command === '' ? [] : [command]), '--help']).then(({ stdout }) => stdout),
      ]);
      const isCommand = (line: string) => /^ {2}(?:FP_\w+=\S+ )?(?:fp-webhooks|curl) /.test(line);
      const tooWide = narrow.split('\n').filter((line) => [...line].length > columns && !isCommand(line));
      expect(tooWide).toEqual([]);
      expect(narrow.split('\n').filter(isCommand)).toEqual(wide.split('\n').filter(isCommand));
      expect(narrow.split(/\s+/)).toEqual(wide.split(/\s+/));
    }
  },
);

test('each stream has the colours and the width of its own', async () => {
  const cwd = makeFolder({ 'bad.json': '{"event_kind":"footprint.vault.updated"}' });
  const shown = await runInTerminal(
    'fp validate bad.json; fp sign no-such-file-at-all.json 2>err.txt',
    40,
    cwd,
  );
  expect(shown).toContain(ESCAPE);
  expect(readFileSync(join(cwd, 'err.txt'), 'utf8')).toBe(
    'Cannot read no-such-file-at-all.json: there is no such file or folder.\n',
  );
  const failed = await runInTerminal(
    'fp validate bad.json >out.txt; fp sign no-such-file-at-all.json',
    40,
    cwd,
  );
  expect(failed).toMatch(/^\S*Cannot read no-such-file-at-all\.json:\S*\n\S*there is/);
  expect(failed).toContain(ESCAPE);
  expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).toBe(
    (await run(['validate', 'bad.json'], { cwd })).stdout,
  );
});

test.each([0, 60])(
  'in a terminal of %i columns progress is shown while replay waits, and taken away',
  async (columns) => {
    const app = await startApp((_, response) => setTimeout(() => response.end(), 700));
    const shown = await runInTerminal(
      `fp replay vault.updated user.manual_review --to '${app.url}'`,
      columns,
    );
    expect(shown).toContain('Sending 2 of 2');
    expect(shown.slice(shown.lastIndexOf('Sending'))).toMatch(/2 events.*2xx/s);
  },
);
