import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BINARY, SECRET, start } from '../harness/binary.ts';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';

const { run } = mostlyInside();
const PAYLOAD = readFixture('vault.updated');

function makePipe(name: string, files: Parameters<typeof makeFolder>[0] = {}): string {
  const cwd = makeFolder({ 'g.json': PAYLOAD, ...files });
  execFileSync('mkfifo', [name], { cwd });
  return cwd;
}

test.each([
  ['SIGINT', 'replay p.json --dry-run'],
  ['SIGTERM', 'replay p.json --to http://127.0.0.1:1/'],
  ['SIGINT', 'replay g.json --merge p.json --dry-run'],
  ['SIGTERM', 'replay g.json --secret-file p.json --dry-run'],
  ['SIGINT', 'replay --scenario p.json'],
  ['SIGTERM', 'listen --port 0 --secret-file p.json'],
  ['SIGINT', 'listen --port 0 --tls-cert p.json --tls-key p.json'],
  ['SIGTERM', 'fixtures new vault.updated --merge p.json'],
  ['SIGINT', 'sign g.json --secret-file p.json'],
  ['SIGTERM', 'verify g.json --headers p.json'],
  ['SIGINT', 'validate p.json'],
  ['SIGTERM', 'validate g.json --baseline p.json'],
  ['SIGINT', 'history import p.json'],
] as const)('R1: %s ends at once: %s, while the pipe is open and silent', async (signal, line) => {
  const cwd = makePipe('p.json');
  const { child, ended } = start(line.split(' '), { cwd, env: { FP_WEBHOOKS_SECRET: SECRET } });
  // A pipe is opened for writing as soon as somebody has opened it for reading.
  const writer = await open(join(cwd, 'p.json'), 'w');
  child.kill(signal);
  expect(await ended).toMatchObject({ status: null, signal, stdout: '' });
  await writer.close();
});

test('R1: a glob and a folder skip pipes and devices, also behind links', async () => {
  const cwd = makePipe('p.json');
  symlinkSync('/dev/zero', join(cwd, 'zero.json'));
  symlinkSync('p.json', join(cwd, 'link.json'));
  for (const input of ['*.json', '.']) {
    const { stdout, status } = await run(['validate', input, '--json'], { cwd });
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('"files":1,') });
    expect(await run(['replay', input, '--dry-run'], { cwd })).toMatchObject({ status: 0 });
  }
});

const MARK = '\ufeff';
const LINE = `FP_WEBHOOKS_SECRET=${SECRET}\n`;
const wide = (text: string) => Buffer.from(text, 'utf16le');

test.each([
  ['UTF-8 with a byte order mark', Buffer.from(MARK + LINE)],
  ['UTF-16LE with its mark', wide(MARK + LINE)],
  ['UTF-16BE with its mark', wide(MARK + LINE).swap16()],
])('R2, S13: the secret of an .env in %s is used', async (_, bytes) => {
  const { stdout } = await run(['config', '--json'], { cwd: makeFolder({ '.env': bytes }) });
  expect(stdout).toContain('FP_WEBHOOKS_SECRET in .env');
});

test.each([
  ['.env', wide(LINE), '.env is not UTF-8: it contains NUL bytes.'],
  ['.env', Buffer.from('fffe0000460000', 'hex'), '.env is not UTF-8: it contains NUL bytes.'],
  ['.env', 'x'.repeat(1_048_577), 'Cannot read .env: it is larger than 1 MiB.'],
  ['.env', 'pipe', 'Cannot read .env: it is not a regular file.'],
  ['.env', 'link', 'Cannot read .env: it is not a regular file.'],
  ['fp-webhooks.config.json', 'pipe', 'Cannot read fp-webhooks.config.json: it is not a regular file.'],
  ['fp-webhooks.config.json', wide('{}'), 'fp-webhooks.config.json is not UTF-8: it contains NUL bytes.'],
  ['.fp-webhooks/secret', 'pipe', '.fp-webhooks/secret: it is not a regular file.'],
  ['.fp-webhooks/secret', wide(SECRET), '.fp-webhooks/secret is not UTF-8: it contains NUL bytes.'],
] as const)('S13: %s that cannot be used is refused with status 3', async (name, content, sentence) => {
  const cwd = makeFolder({ [name]: content });
  if (content === 'pipe' || content === 'link') execFileSync('rm', [name], { cwd });
  if (content === 'pipe') execFileSync('mkfifo', [name], { cwd });
  if (content === 'link') symlinkSync('/dev/zero', join(cwd, name));
  const { status, stderr } = await run(['sign', '-'], { cwd, input: PAYLOAD });
  expect({ status, stderr }).toMatchObject({ status: 3, stderr: expect.stringContaining(sentence) });
});

test.each([
  ['--secret-file', ['sign', '-', '--secret-file', 'x'], SECRET],
  ['--merge', ['replay', 'vault.updated', '--merge', 'x', '--dry-run'], '{"is_live":false}'],
  ['a configuration', ['config'], '{"port":4410}'],
] as const)('R2: %s is read in UTF-16 as PowerShell saves it', async (what, args, text) => {
  const name = what === 'a configuration' ? 'fp-webhooks.config.json' : 'x';
  const cwd = makeFolder({ [name]: wide(MARK + text) });
  const env = what === '--secret-file' ? {} : { FP_WEBHOOKS_SECRET: SECRET };
  expect(await run(args, { cwd, env, input: PAYLOAD })).toMatchObject({ status: 0 });
});

test('S13: a payload of a scenario is a regular file of at most 16 MiB', async () => {
  const steps = ['/dev/zero', 'big.json', 'p.json'].map(
    (file) => [file, wide(`${MARK}name: x\nsteps:\n  - file: ${file}\n`)] as const,
  );
  const scenarios = Object.fromEntries(steps.map(([, text], index) => [`${index}.yaml`, text]));
  const cwd = makePipe('p.json', { 'big.json': ' '.repeat(16 * 1_048_576 + 1), ...scenarios });
  const env = { FP_WEBHOOKS_SECRET: SECRET };
  for (const [index, [file]] of steps.entries()) {
    const { status, stderr } = await run(['replay', '--scenario', `${index}.yaml`], { cwd, env });
    expect({ status, stderr }).toMatchObject({
      status: 3,
      stderr: expect.stringContaining(`read ${file}: it is`),
    });
  }
});

test.each([
  ['events', 'show', 'vault.updated'],
  ['listen', '--port', '0'],
  ['replay', 'vault.updated'],
  ['validate', 'x'],
  ['verify', '-'],
  ['sign', '-'],
  ['history', 'list'],
  ['fixtures', 'list'],
  ['schema', '--json'],
  ['config'],
])('R12: %s in a folder that was removed says so in one sentence', async (...args) => {
  const gone = await runInRemoved(args);
  expect(gone).toMatchObject({ status: 3, signal: null });
  expect(gone.stdout + gone.stderr).toContain('The working folder was removed, or cannot be opened.');
  expect(gone.stderr).not.toContain(' at ');
});

test('R12: --version needs no folder', async () => {
  expect(await runInRemoved(['--version'])).toMatchObject({ status: 0, stderr: '' });
});

function runInRemoved(args: readonly string[]) {
  const cwd = makeFolder();
  mkdirSync(join(cwd, 'gone'));
  const shell = 'cd gone && rmdir ../gone && exec "$0" "$@"';
  return start([shell, process.execPath, BINARY, ...args], { cwd, binary: ['sh', '-c'] }).ended;
}
