import { expect, test } from 'vitest';
import { startApp } from '../harness/app.ts';
import { BINARY, SECRET } from '../harness/binary.ts';
import { makeFolder, PROJECT, readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();

const COMMANDS = ['listen', 'replay', 'validate', 'events'];
const { version } = JSON.parse(readFixture('../package').toString());

test('--help names every command, on stdout, with 0', async () => {
  const { status, stdout, stderr } = await run(['--help']);
  expect([status, stderr]).toEqual([0, '']);
  for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${command} +\\w`, 'm'));
});

test.each(COMMANDS)('%s --help has the flags of every command, and examples that run it', async (command) => {
  const { status, stdout, stderr } = await run([command, '--help']);
  expect([status, stderr]).toEqual([0, '']);
  for (const flag of ['--json', '--color', '--show-pii', '--help']) expect(stdout).toContain(flag);
  const examples = stdout.split('Examples:\n')[1] ?? '';
  expect(examples.match(new RegExp(`fp-webhooks ${command}`, 'g'))?.length).toBeGreaterThanOrEqual(3);
  expect(await run(['help', command])).toEqual({ status, stdout, stderr, signal: null });
});

test('--version is that of the package', async () => {
  for (const flag of ['--version', '-V'])
    expect(await run([flag])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
});

test('without a command the help goes to stderr, with 2', async () => {
  const { status, stdout, stderr } = await run([]);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('Usage: fp-webhooks');
});

test.each([
  [['lisen'], /lisen.*Did you mean listen\?/s],
  [['frobnicate'], /frobnicate/],
  [['listen', '--prot', '1'], /--prot.*Did you mean --port\?/s],
  [['validate', '--jsno', 'x'], /--jsno.*Did you mean --json\?/s],
  [['listen', '--port'], /--port.*argument missing/s],
  [['events', '--color', 'pink'], /--color.*pink.*auto, always, never/s],
  [['events', 'show'], /events show needs the name of an event/],
  [['events', 'show', 'vault.updatd'], /Did you mean vault\.updated\?/],
  [['events', 'shw', 'vault.updated'], /shw/],
])('%j is refused in words, with 2 and nothing on stdout', async (args, words) => {
  const { status, stdout, stderr } = await run(args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/\n\s+at |^error:/m);
});

test.each([
  ['usage', 2, ['listen', '--json', '--prot', '1']],
  ['usage', 2, ['listen', '--json', '--port', 'x']],
  ['unknown_event', 2, ['replay', '--json', 'nope.nope']],
  ['secret_invalid', 2, ['replay', '--json', 'vault.updated', '--secret', 'v1,x']],
  ['no_input', 2, ['validate', '--json', '*.nothing']],
  ['target_not_loopback', 2, ['replay', '--json', '--all', '--to', 'https://example.com']],
  ['file_unreadable', 3, ['verify', 'no.json', '--json']],
  ['file_unwritable', 3, ['listen', '--json', '--history', '/dev/null/x']],
  ['file_malformed', 3, ['replay', '--json', '-']],
  ['address_unavailable', 3, ['listen', '--json', '--host', '192.0.2.1', '--allow-remote']],
])('with --json the failure %s is a record on stderr, with %i', async (code, expected, args) => {
  const { status, stdout, stderr } = await run(args, { env: { FP_WEBHOOKS_SECRET: SECRET }, input: '{oops' });
  expect([status, stdout]).toEqual([expected, '']);
  expect(parseRecords(stderr).at(-1)).toMatchObject({ type: 'error', code, exitStatus: expected });
});

const ESCAPE = '\u001b[';

test.each<[string, string[], Record<string, string>, boolean]>([
  ['a pipe has no colour', [], {}, false],
  ['FORCE_COLOR colours', [], { FORCE_COLOR: '1' }, true],
  ['FORCE_COLOR=0 does not', [], { FORCE_COLOR: '0' }, false],
  ['FORCE_COLOR=false does not', [], { FORCE_COLOR: 'false' }, false],
  ['an empty FORCE_COLOR is as good as none', [], { FORCE_COLOR: '' }, false],
  ['FORCE_COLOR comes before NO_COLOR', [], { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ['--color=always colours', ['--color', 'always'], { NO_COLOR: '1' }, true],
  ['--color=never comes first', ['--color', 'never'], { FORCE_COLOR: '1' }, false],
  ['--no-color is --color never', ['--no-color'], { FORCE_COLOR: '1' }, false],
  ['--json has no colour', ['--json'], { FORCE_COLOR: '1' }, false],
])('%s', async (_, flags, env, colored) => {
  const good = await run(['events', ...flags], { env });
  expect([good.status, good.stdout.includes(ESCAPE)]).toEqual([0, colored]);
  const bad = await run(['verify', 'no.json', ...flags], { env: { ...env, FP_WEBHOOKS_SECRET: SECRET } });
  expect([bad.status, bad.stderr.includes(ESCAPE)]).toEqual([3, colored]);
});

test('a mistake in the command line has the colours that it asks for', async () => {
  for (const flags of [['--color', 'always'], ['--color=always']])
    expect((await run(['events', '--oops', ...flags])).stderr).toContain(ESCAPE);
  for (const flags of [['--no-color'], ['--color=never'], ['--', '--color=always']])
    expect((await run(['events', '--oops', ...flags], { env: { NO_COLOR: '1' } })).stderr).not.toContain(
      ESCAPE,
    );
});

test.each([
  [
    ['--json', 'events'],
    ['events', '--json'],
  ],
  [
    ['--color', 'always', 'events'],
    ['events', '--color', 'always'],
  ],
  [
    ['--color=always', '--show-pii', 'validate', 'fixtures'],
    ['validate', 'fixtures', '--color=always', '--show-pii'],
  ],
  [['--color', 'always', 'events', '--no-color'], ['events']],
  [
    ['--json', 'validate', 'no.json'],
    ['validate', 'no.json', '--json'],
  ],
  [
    ['--json', 'events', 'shw'],
    ['events', 'shw', '--json'],
  ],
])('%j is the same as %j', async (before, after) => {
  const ended = await run(before, { cwd: PROJECT });
  expect(ended).toEqual(await run(after, { cwd: PROJECT }));
  expect([0, 2, 3]).toContain(ended.status);
});

test('a flag of one command before it is refused, with where it belongs', async () => {
  const { status, stderr } = await run(['--port', '1', 'listen']);
  expect(status).toBe(2);
  expect(stderr).toMatch(/--port.*The flags of a command stand after it/s);
});

test('colour changes no word', async () => {
  const app = await startApp();
  const plain = await run(['validate', 'fixtures'], { cwd: PROJECT });
  const colored = await run(['validate', 'fixtures', '--color', 'always'], { cwd: PROJECT });
  // biome-ignore lint/complexity/useRegexLiterals: the escape character would be unreadable in a literal.
  expect(colored.stdout.replace(new RegExp('\u001b\\[[0-9;]*m', 'g'), '')).toBe(plain.stdout);
  const sent = await run(['replay', 'vault.updated', '--to', app.url, '--color', 'always']);
  expect(sent.stdout).toContain(ESCAPE);
  expect(sent.stderr).toBe('');
});

test('events lists all, explains one with its example, and prints its schema', async () => {
  const { stdout, status } = await run(['events', '--json']);
  expect(status).toBe(0);
  expect(parseRecords(stdout)).toHaveLength(7);
  const shown = await run(['events', 'show', 'footprint.onboarding.completed']);
  expect(shown.stdout).toContain(readFixture('onboarding.completed').toString());
  const schema = await run(['events', 'show', 'vault.updated', '--schema']);
  expect(JSON.parse(schema.stdout)).toMatchObject({ $schema: expect.stringContaining('2020-12') });
  expect(parseRecords((await run(['events', '--schema', '--json'])).stdout)).toHaveLength(7);
});

test('an older Node is told in one sentence what is needed, with 2', async () => {
  const cwd = makeFolder({
    'old.cjs':
      "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });\nObject.defineProperty(process, 'version', { value: 'v20.20.2' });",
  });
  for (const args of [[], ['--version'], ['listen']]) {
    const ended = await run(args, { cwd, binary: [process.execPath, '--require', './old.cjs', BINARY] });
    expect(ended).toEqual({
      status: 2,
      signal: null,
      stdout: '',
      stderr:
        'fp-webhooks needs Node.js 22.19 or newer, and this is v20.20.2: install a current one from https://nodejs.org and try again.\n',
    });
  }
});
