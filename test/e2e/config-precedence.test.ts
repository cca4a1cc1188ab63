import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeCapture } from '../../src/core/capture/capture.ts';
import { startApp } from '../harness/app.ts';
import { OTHER_SECRET, SECRET, start } from '../harness/binary.ts';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { deliver, signedHeaders } from '../harness/sender.ts';

const { run, startListener } = mostlyInside();

const FILE = 'fp-webhooks.config.json';
const ENV = { FP_WEBHOOKS_SECRET: SECRET };
const BODY = readFixture('vault.updated');

test('a flag comes before the environment, then the profile, then the file', async () => {
  const [flag, environment, profile, top] = await Promise.all([
    startApp(),
    startApp(),
    startApp(),
    startApp(),
  ]);
  const cwd = makeFolder({
    [FILE]: JSON.stringify({ to: top.url, profiles: { live: { to: profile.url } } }),
  });
  const replay = async (args: string[], env: Record<string, string>) => {
    const ended = await run(['replay', 'vault.updated', ...args], { cwd, env: { ...ENV, ...env } });
    expect([ended.status, ended.stderr]).toEqual([0, '']);
    return [flag, environment, profile, top].map(({ arrivals }) => arrivals.length);
  };
  const variable = { FP_WEBHOOKS_TO: environment.url };
  expect(await replay([], {})).toEqual([0, 0, 0, 1]);
  expect(await replay(['--profile', 'live'], {})).toEqual([0, 0, 1, 1]);
  expect(await replay(['--profile', 'live'], variable)).toEqual([0, 1, 1, 1]);
  expect(await replay(['--profile', 'live', '--to', flag.url], variable)).toEqual([1, 1, 1, 1]);
});

test('listen takes its settings from the file, and a flag that is typed replaces them', async () => {
  const app = await startApp();
  const config = { port: 0, path: '/hooks', forward: [app.url], save: false, to: 'http://127.0.0.1:9/' };
  const cwd = makeFolder({ [FILE]: JSON.stringify(config) });
  const running = start(['listen', '--json', '--path', '/typed'], { cwd, env: ENV });
  await running.until(({ stdout }) => stdout().includes('\n'));
  const ready = JSON.parse(running.stdout().split('\n')[0] ?? '');
  expect(ready.path).toBe('/typed');
  expect(ready.url).not.toMatch(/:4400\//);
  expect(await deliver(new URL('/typed', ready.url).href, BODY)).toMatchObject({ status: 200 });
  expect(app.arrivals).toHaveLength(1);
  expect(existsSync(join(cwd, '.fp-webhooks'))).toBe(false);
});

test('a value that the flag would refuse is refused with its place, or with its variable', async () => {
  const to = '{\n  "to": "ftp://user:pw@host/"\n}';
  const fromFile = await run(['replay', 'vault.updated'], { cwd: makeFolder({ [FILE]: to }), env: ENV });
  expect(fromFile).toMatchObject({ status: 3, stdout: '' });
  expect(fromFile.stderr).toMatch(
    /^fp-webhooks\.config\.json:2:9: the value of "to" is invalid\. It must be a URL/,
  );
  expect(fromFile.stderr).not.toContain('pw');
  const env = { ...ENV, FP_WEBHOOKS_TO: 'ftp://user:pw@host/' };
  const fromVariable = await run(['replay', 'vault.updated'], { env });
  expect(fromVariable).toMatchObject({ status: 2, stdout: '' });
  expect(fromVariable.stderr).toMatch(/^FP_WEBHOOKS_TO: the value of "to" is invalid/);
  expect(fromVariable.stderr).not.toContain('pw');
});

test('a later refusal says where the value came from', async () => {
  const cwd = makeFolder({ [FILE]: '{"to":"http://example.com/"}' });
  const { status, stderr } = await run(['replay', 'vault.updated'], { cwd, env: ENV });
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /^"to" \(fp-webhooks\.config\.json:1:7\) http:\/\/example\.com\/ is not on this machine/,
  );
});

test('a setting of another command is no matter, and a key that no command has is an error for all', async () => {
  const { url } = await startApp();
  const others = makeFolder({ [FILE]: '{"port":1,"header":"X-A: b","allowRemote":true}' });
  const body = join(makeFolder({ 'body.json': BODY }), 'body.json');
  expect(await run(['replay', 'vault.updated', '--to', url], { cwd: others, env: ENV })).toMatchObject({
    status: 0,
  });
  // verify has a --header too, which is that of the delivery.
  const verified = await run(['verify', body, '--headers', 'none'], { cwd: others, env: ENV });
  expect(verified.stderr).toContain('Cannot read none');
  const cwd = makeFolder({ [FILE]: '{\n\t"prot": 1\n}' });
  for (const args of [['listen'], ['replay', '--all'], ['validate', body], ['sign', body], ['config']]) {
    const { status, stderr } = await run(args, { cwd, env: ENV });
    expect([status, stderr]).toEqual([
      3,
      'fp-webhooks.config.json:2:2: there is no setting called "prot".\n  Did you mean "port"?\n',
    ]);
  }
  expect(await run(['events'], { cwd })).toMatchObject({ status: 0, stderr: '' });
});

test('the secret of the file comes after FP_WEBHOOKS_SECRET and .env, and before the development secret', async () => {
  const config = '{"secret":["NEW","OLD"],"profiles":{"live":{"secret":"LIVE"}}}';
  const cwd = makeFolder({ [FILE]: config, '.env': `LIVE=${OTHER_SECRET}\n` });
  const unset = { FP_WEBHOOKS_SECRET: undefined } as unknown as Record<string, string>;
  const none = await run(['listen'], { cwd });
  expect(none.status).toBe(2);
  expect(none.stderr).toContain(
    'The environment variable NEW, which fp-webhooks.config.json:1:12 names, is not set.',
  );
  expect(existsSync(join(cwd, '.fp-webhooks'))).toBe(false);

  const rotated = await startListener(['--no-save'], { cwd, env: { ...unset, OLD: SECRET } });
  expect(rotated.ready.secrets).toEqual([{ name: 'OLD', source: 'configuration' }]);
  expect(rotated.stderr()).toContain('NEW, which');
  expect(await deliver(rotated.url, BODY)).toMatchObject({ status: 200 });

  const live = await startListener(['--no-save', '--profile', 'live'], { cwd, env: unset });
  expect(live.ready.secrets).toEqual([{ name: 'LIVE', source: 'configuration' }]);
  expect(await deliver(live.url, BODY, { secret: OTHER_SECRET })).toMatchObject({ status: 200 });

  const shadowed = await startListener(['--no-save', '--profile', 'live'], { cwd });
  expect(shadowed.ready.secrets).toEqual([{ name: 'FP_WEBHOOKS_SECRET', source: 'environment' }]);
  expect(shadowed.stderr()).toContain('secret_shadowed');
});

test('validate takes captures without the secrets that the file names, as in CI', async () => {
  const capture = encodeCapture({
    version: 1,
    id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    receivedAt: '2026-11-22T09:00:00.000Z',
    delivery: { method: 'POST', path: '/', headers: signedHeaders(BODY), body: BODY },
    verdict: {
      kind: 'valid',
      ageSeconds: 0,
      headerFamily: 'svix',
      scheme: 'v1',
      keyIndex: 0,
      keyName: 'CI_SECRET',
      itemIndex: 0,
      itemCount: 1,
    },
  });
  const cwd = makeFolder({ [FILE]: '{"secret":"CI_SECRET"}', 'captures.ndjson': capture });
  const unset = await run(['validate', 'captures.ndjson'], { cwd });
  expect(unset).toMatchObject({ status: 0, stderr: '' });
  const other = await run(['validate', 'captures.ndjson'], { cwd, env: { CI_SECRET: OTHER_SECRET } });
  expect(other.status).toBe(1);
  expect(other.stdout).toContain('This delivery was not verified');
});
