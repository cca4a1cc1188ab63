import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { EXIT_MEANINGS } from '../../src/cli/exit-status.ts';
import { SETTINGS, toVariable } from '../../src/core/settings/catalogue.ts';
import { BINARY, OTHER_SECRET, SECRET, start } from '../harness/binary.ts';
import { makeFolder, PROJECT } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { CONFIG, README, SESSIONS, SHELL_LINES, toComparable } from './blocks.ts';

const { run, startListener } = mostlyInside();

// A secret of the usual length, so that nothing is noticed about it.
const README_SECRET = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX';

// The README speaks of port 4400, which may be taken on the machine that runs the test: `listen` gets a free port here,
// and `replay` the address of the listener. What npm does is tested by installing from nothing before the tests.
const TOOL = `#!/bin/sh
case "$1 $*" in
  listen*) exec "${process.execPath}" "${BINARY}" "$@" --port 0 ;;
  replay*) exec "${process.execPath}" "${BINARY}" "$@" --to "$LISTENER" ;;
  *) exec "${process.execPath}" "${BINARY}" "$@" ;;
esac
`;
const SHIMS = {
  'bin/fp-webhooks': TOOL,
  'bin/npx': '#!/bin/sh\nexec "$@"\n',
  'bin/npm': '#!/bin/sh\n[ "$1" = ci ] || [ "$1" = test ]\n',
};

/** What the examples of the history show. */
const README_CAPTURES = join(PROJECT, 'test/readme/captures.ndjson');

/** The configuration of the README is there for the command that shows it. */
function makeWorkplace(command = ''): string {
  const files = ['payload.json', 'body.json', 'headers.txt'].map(
    (name) => [name, readFileSync(join(PROJECT, 'test/readme', name))] as const,
  );
  const config = command.startsWith('fp-webhooks config') ? { 'fp-webhooks.config.json': CONFIG } : {};
  const folder = makeFolder({ ...SHIMS, ...config, ...Object.fromEntries(files) });
  for (const name of Object.keys(SHIMS)) chmodSync(join(folder, name), 0o755);
  return folder;
}

function shell(command: string, cwd: string, listener = '') {
  const PATH = `${join(cwd, 'bin')}:${process.env['PATH']}`;
  const name = command.startsWith('fp-webhooks config') ? 'FOOTPRINT_LIVE_SECRET' : 'FP_WEBHOOKS_SECRET';
  const env = { PATH, [name]: README_SECRET, LISTENER: listener, TZ: 'UTC' };
  return start([command], { cwd, env, binary: ['bash', '--norc', '-o', 'pipefail', '-c'] });
}

describe('the README', () => {
  test('has three commands to paste, of which two set everything up', () => {
    expect(SHELL_LINES).toEqual([
      'npm ci && npx fp-webhooks listen',
      'npm ci && npm test',
      'npx fp-webhooks replay --all',
    ]);
  });

  test('shows what listen prints', async () => {
    const [session] = SESSIONS.filter(({ command }) => command === 'fp-webhooks listen');
    const cwd = makeWorkplace();
    const env = { FP_WEBHOOKS_SECRET: README_SECRET, FP_WEBHOOKS_SECRET_LIVE: OTHER_SECRET };
    const surroundings = { cwd, env };
    const listener = start(['listen', '--port', '0'], surroundings);
    await listener.until(({ stdout }) => stdout().includes('kept in'));
    const url = /http:\S+/.exec(listener.stdout())?.[0] ?? '';
    await run(
      ['replay', 'onboarding.completed.person.pass.needs-review', 'user.info_requested.live', '--to', url],
      surroundings,
    );
    await run(['replay', 'vault.updated', '--to', url], { cwd, env: { FP_WEBHOOKS_SECRET: OTHER_SECRET } });
    // An interrupt ends the search for the reason as well.
    await listener.until(({ stdout }) => stdout().includes('svix says'));
    listener.child.kill('SIGINT');
    const { stdout } = await listener.ended;
    expect(toComparable(stdout)).toBe(toComparable(session?.output ?? ''));
  });

  test.for(SESSIONS.filter(({ command }) => !command.startsWith('fp-webhooks listen')))(
    'shows what `$command` prints',
    async ({ command, output }) => {
      const env = { FP_WEBHOOKS_SECRET: README_SECRET };
      const url = command.startsWith('fp-webhooks replay') ? (await startListener([], { env })).url : '';
      const cwd = makeWorkplace(command);
      if (/ history | --last /.test(command)) await run(['history', 'import', README_CAPTURES], { cwd });
      const { stdout } = await shell(command, cwd, url).ended;
      expect(toComparable(stdout)).toBe(toComparable(output));
    },
  );

  test('starts the listener with its first command and replays every documented event with its third', async () => {
    const cwd = makeWorkplace();
    const listener = shell(SHELL_LINES[0] ?? '', cwd);
    await listener.until(({ stdout }) => stdout().includes('kept in'));
    const url = /http:\S+/.exec(listener.stdout())?.[0] ?? '';
    const { stdout } = await shell(SHELL_LINES[2] ?? '', cwd, url).ended;
    listener.child.kill('SIGINT');
    await listener.ended;
    expect(stdout).toMatch(/11 events to \S+: 11 answered 2xx/);
  });

  test('has every setting and its variable', () => {
    for (const { key } of SETTINGS) {
      expect(README).toContain(`\`${key}\``);
      expect(README).toContain(`\`${toVariable(key)}\``);
    }
  });

  test('has the exit statuses of the code', () => {
    const rows = [...README.matchAll(/^\| (\d+) \| (.*) \|$/gm)].map(([, status, meaning]) => [
      status,
      meaning,
    ]);
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(Object.entries(EXIT_MEANINGS).map(([status, meaning]) => [status, meaning])),
    );
  });

  test('has a section for each command', () => {
    for (const { name } of COMMANDS) expect(README).toContain(`\n## ${name}\n`);
  });

  test('links only to files that are there', () => {
    const links = [...README.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
  });

  test('holds no secret that could be taken for a real one', () => {
    expect(README).not.toMatch(/whsec_[A-Za-z0-9+/]{16}/);
    expect(README).not.toContain(SECRET);
  });
});
