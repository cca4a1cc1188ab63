import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OTHER_SECRET, SECRET } from '../harness/binary.ts';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver } from '../harness/sender.ts';

const { run, startListener } = mostlyInside();

const BODY = readFixture('vault.updated');
const THIRD_SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const NO_SECRET = { FP_WEBHOOKS_SECRET: undefined } as unknown as Record<string, string>;

test('without a secret one is made for development: once, for this user alone, and out of the repository', async () => {
  const first = await startListener([], { env: NO_SECRET });
  expect(first.ready).toMatchObject({
    development: true,
    secrets: [{ name: join('.fp-webhooks', 'secret'), source: 'development' }],
  });
  const folder = join(first.cwd, '.fp-webhooks');
  const secret = readFileSync(join(folder, 'secret'), 'utf8');
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}\n$/);
  expect(await deliver(first.url, BODY, { secret: secret.trim() })).toMatchObject({ status: 200 });
  expect(first.stdout() + first.stderr()).not.toContain(secret.slice(6, 20));
  await first.stop();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
  expect(readdirSync(folder).toSorted()).toEqual(['.gitignore', 'history.db', 'secret']);
  await (await startListener([], { env: NO_SECRET, cwd: first.cwd })).stop();
  expect(readFileSync(join(folder, 'secret'), 'utf8')).toBe(secret);
});

test('the development secret is shared with replay, also when many processes make it at once', async () => {
  const cwd = makeFolder();
  const listeners = await Promise.all(
    Array.from({ length: 4 }, () => startListener([], { env: NO_SECRET, cwd })),
  );
  for (const { url } of listeners) {
    const { status, stderr } = await run(['replay', 'vault.updated', '--to', url], { cwd });
    expect([status, stderr]).toEqual([0, '']);
  }
});

const FILES = { '.env': `FP_WEBHOOKS_SECRET="${THIRD_SECRET}"\n`, 'secret.txt': `${OTHER_SECRET}\r\n` };

test.each<[string, string, string[], Record<string, string>]>([
  ['--secret-file comes before the environment', 'file', ['--secret-file', 'secret.txt'], {}],
  ['--secret comes before the environment', 'argument', ['--secret', OTHER_SECRET], {}],
  ['the environment comes before .env', 'environment', [], { FP_WEBHOOKS_SECRET: OTHER_SECRET }],
])('%s', async (_, source, flags, env) => {
  const listener = await startListener(flags, { cwd: makeFolder(FILES), env });
  expect(listener.ready.secrets).toMatchObject([{ source }]);
  expect(listener.ready.development).toBe(false);
  expect(await deliver(listener.url, BODY, { secret: OTHER_SECRET })).toMatchObject({ status: 200 });
  expect(await deliver(listener.url, BODY, { secret: THIRD_SECRET })).toMatchObject({ status: 400 });
  expect(readdirSync(listener.cwd)).toContain('.fp-webhooks');
  expect(readdirSync(join(listener.cwd, '.fp-webhooks'))).not.toContain('secret');
});

test('.env is read when the environment has no secret, and holds several, as after a rotation', async () => {
  const cwd = makeFolder({ '.env': `A=1\nexport FP_WEBHOOKS_SECRET='${SECRET} ${OTHER_SECRET}'\n` });
  const listener = await startListener([], { cwd, env: NO_SECRET });
  expect(listener.ready.secrets).toMatchObject([{ source: 'dotenv' }, { source: 'dotenv' }]);
  await deliver(listener.url, BODY, { secret: OTHER_SECRET });
  const [received] = await listener.wait('received');
  expect(received?.verdict).toMatchObject({ kind: 'valid', keyIndex: 1 });
});

test('--secret may be given several times, and warns that others can see it', async () => {
  const listener = await startListener(['--secret', SECRET, '--secret', THIRD_SECRET]);
  for (const secret of [SECRET, THIRD_SECRET])
    expect(await deliver(listener.url, BODY, { secret })).toMatchObject({ status: 200 });
  const { stderr } = await listener.stop();
  expect(ofType('notice', parseRecords(stderr))).toMatchObject([
    { code: 'secret_on_command_line', message: expect.stringContaining('can be seen by every user') },
  ]);
});

test('a short secret is odd but works, with a notice', async () => {
  const listener = await startListener([], { env: { FP_WEBHOOKS_SECRET: 'whsec_c2hvcnQ=' } });
  const { stderr } = await listener.stop();
  expect(ofType('notice', parseRecords(stderr))).toMatchObject([{ code: 'secret_unusual' }]);
});

// Every piece of six characters that a message could repeat by mistake.
function piecesOf(secret: string): string[] {
  const core = secret.replace(/^\W*(?:v1,)?(?:whsec_)*/i, '');
  return Array.from({ length: Math.max(0, core.length - 5) }, (_, start) => core.slice(start, start + 6));
}

test.each([
  ['is empty', ''],
  ['is empty', '   '],
  ['has quotes around it', `'${SECRET}'`],
  ['begins with a version', `v1,${SECRET}`],
  ['has its prefix twice', `whsec_${SECRET}`],
  ['is URL-safe base64', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La_-Sw'],
  ['is an API key', 'sk_test_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  ['is not complete base64', SECRET.slice(0, -1)],
])('a secret that %s is refused, and no part of it is printed: %j', async (problem, secret) => {
  const cwd = makeFolder({ 'file.txt': secret });
  const ways: [string, string[], Record<string, string>][] = [
    ['FP_WEBHOOKS_SECRET', ['listen', '--port', '0'], { FP_WEBHOOKS_SECRET: secret }],
    ['--secret', ['replay', 'vault.updated', '--secret', secret], {}],
    ['file.txt', ['listen', '--port', '0', '--secret-file', 'file.txt'], {}],
  ];
  const runs = ways.map(async ([name, args, env]) => ({ name, ...(await run(args, { cwd, env })) }));
  for (const { name, stdout, stderr, status } of await Promise.all(runs)) {
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(name);
    expect(stderr).toContain(problem);
    for (const piece of piecesOf(secret)) expect(stderr).not.toContain(piece);
  }
});

test('--secret and --secret-file exclude each other, and a file that is not there is named', async () => {
  const both = await run(['listen', '--secret', SECRET, '--secret-file', 'x'], {});
  expect(both).toMatchObject({ status: 2, stdout: '' });
  expect(both.stderr).toContain('--secret and --secret-file cannot be used together');
  const missing = await run(['listen', '--secret-file', 'no/such.txt']);
  expect(missing).toMatchObject({ status: 3, stdout: '' });
  expect(missing.stderr).toContain('no/such.txt: there is no such file');
});

test('a development secret that was damaged is named, not replaced', async () => {
  const cwd = makeFolder({ '.fp-webhooks/secret': '' });
  chmodSync(join(cwd, '.fp-webhooks', 'secret'), 0o600);
  const { status, stderr } = await run(['listen', '--port', '0'], { cwd });
  expect(status).toBe(2);
  expect(stderr).toContain(`${join('.fp-webhooks', 'secret')} is empty`);
});

test.skipIf(process.platform === 'win32')(
  'S12: a development secret that others can change is refused',
  async () => {
    const cwd = makeFolder({ 'x.json': '{}', '.fp-webhooks/secret': `${SECRET}\n` });
    chmodSync(join(cwd, '.fp-webhooks', 'secret'), 0o666);
    const path = join(cwd, '.fp-webhooks', 'secret');
    for (const args of [
      ['listen', '--port', '0'],
      ['sign', 'x.json'],
      ['replay', 'vault.updated'],
    ]) {
      const { status, stdout, stderr } = await run(args, { cwd, env: NO_SECRET });
      expect([status, stdout]).toEqual([3, '']);
      expect(stderr).toContain(`${path} can be changed by other users (mode 666).`);
      expect(stderr).toContain(`chmod go-w '${path}', or set FP_WEBHOOKS_SECRET.`);
    }
    const named = ['listen', '--port', '0', '--for', '1ms', '--secret-file', path];
    expect(await run(named, { cwd, env: NO_SECRET })).toMatchObject({ status: 0 });
  },
);

test('F10: a secret without padding is used by every command, with a warning', async () => {
  const padded = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const env = { FP_WEBHOOKS_SECRET: padded.replace('=', '') };
  const listener = await startListener([], { env, cwd: makeFolder({ 'body.json': BODY }) });
  expect(await deliver(listener.url, BODY, { secret: padded })).toMatchObject({ status: 200 });
  const { cwd } = listener;
  const warning = 'The secret FP_WEBHOOKS_SECRET is not padded';
  for (const args of [
    ['verify', '--last'],
    ['replay', 'vault.updated', '--to', listener.url],
    ['sign', 'body.json'],
  ]) {
    expect(await run(args, { cwd, env })).toMatchObject({
      status: 0,
      stderr: expect.stringContaining(warning),
    });
  }
  await listener.stop();
  expect(listener.stderr()).toContain(warning);
  expect(listener.stderr()).not.toContain(padded.slice(6, 20));
});
