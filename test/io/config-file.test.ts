import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SETTINGS } from '../../src/core/settings/catalogue.ts';
import { toOriginText } from '../../src/core/settings/settings.ts';
import { loadSettings, type SettingsRequest } from '../../src/io/config-file.ts';
import { makeFolder } from '../harness/folder.ts';

const JSON_FILE = 'fp-webhooks.config.json';
const JSONC_FILE = 'fp-webhooks.config.jsonc';
const KEYS = SETTINGS.map(({ key }) => key);

function load(cwd: string, request: Partial<SettingsRequest> = {}) {
  return loadSettings({ cwd, env: {}, profile: undefined, keys: KEYS, ...request });
}

const LAYERS = JSON.stringify({
  port: 1,
  host: 'top',
  forward: 'http://top/',
  secret: 'TOP',
  secrets: { sandbox: 'S1', other: 'O' },
  profiles: { live: { host: 'profile', forward: [], secret: ['A', 'B'], secrets: { sandbox: 'S2' } } },
});

test('the environment comes before the profile, and the profile before the top of the file', async () => {
  const cwd = makeFolder({ [JSON_FILE]: LAYERS });
  const env = { FP_WEBHOOKS_PORT: '3' };
  const { held, profile, profiles, file } = await load(cwd, { env, profile: 'live' });
  const rows = [...held.values()].map(({ key, value, originOf }) => [key, value, toOriginText(originOf())]);
  expect(rows).toEqual([
    ['port', 3, 'FP_WEBHOOKS_PORT'],
    ['host', 'profile', `profile live (${JSON_FILE}:1:129)`],
    ['forward', [], `profile live (${JSON_FILE}:1:149)`],
  ]);
  expect([profile?.name, profiles, file]).toEqual(['live', ['live'], JSON_FILE]);
});

test('without a profile the top of the file holds, and one text stands for a list of one', async () => {
  const { held, secret } = await load(makeFolder({ [JSON_FILE]: LAYERS }));
  expect(held.get('forward')?.value).toEqual(['http://top/']);
  expect(held.get('forward')?.originOf(0)).toEqual(held.get('forward')?.originOf());
  expect(secret).toMatchObject([{ name: 'TOP', variable: 'TOP', origin: { source: 'file' } }]);
});

test('the secret of a profile replaces that of the top; secrets with names are laid over name by name', async () => {
  const { secret, secrets } = await load(makeFolder({ [JSON_FILE]: LAYERS }), { profile: 'live' });
  expect(secret?.map(({ variable }) => variable)).toEqual(['A', 'B']);
  expect(secrets.map(({ name, variable, origin }) => [name, variable, origin.source])).toEqual([
    ['sandbox', 'S2', 'profile'],
    ['other', 'O', 'file'],
  ]);
});

test('variables of settings that are not wanted are not read', async () => {
  const env = { FP_WEBHOOKS_PORT: 'x', FP_WEBHOOKS_TO: 'http://a/' };
  const { held } = await load(makeFolder(), { env, keys: ['to'] });
  expect([...held.keys()]).toEqual(['to']);
});

test('FP_WEBHOOKS_PROFILE chooses a profile where no flag does', async () => {
  const cwd = makeFolder({ [JSON_FILE]: '{"profiles":{"live":{"port":1},"ci":{"port":2}}}' });
  const env = { FP_WEBHOOKS_PROFILE: 'ci' };
  expect((await load(cwd, { env })).held.get('port')?.value).toBe(2);
  expect((await load(cwd, { env, profile: 'live' })).held.get('port')?.value).toBe(1);
});

test.each([
  [
    '{"profiles":{"live":{}}}',
    'There is no profile "lvie" in fp-webhooks.config.json.',
    'Did you mean "live"?',
  ],
  ['{"profiles":{"production":{}}}', expect.anything(), 'The profiles are: production.'],
  [
    '{}',
    'There is no profile "lvie" in fp-webhooks.config.json.',
    'It has none: they stand under "profiles".',
  ],
])('a profile that %s does not have is a usage error', async (config, message, hint) => {
  const cwd = makeFolder({ [JSON_FILE]: config });
  await expect(load(cwd, { profile: 'lvie' })).rejects.toMatchObject({ code: 'usage', message, hint });
});

test('a profile without a file is a usage error, which names the flag or the variable', async () => {
  await expect(load(makeFolder(), { profile: 'live' })).rejects.toMatchObject({
    code: 'usage',
    message: '--profile names a profile, and there is no fp-webhooks.config.json in this folder.',
  });
  await expect(load(makeFolder(), { env: { FP_WEBHOOKS_PROFILE: 'live' } })).rejects.toMatchObject({
    message: expect.stringMatching(/^FP_WEBHOOKS_PROFILE names a profile/),
  });
});

test('either name of the file is read, with comments too, and both together are an error', async () => {
  for (const file of [JSON_FILE, JSONC_FILE]) {
    const { held } = await load(makeFolder({ [file]: '\ufeff{"port": 7, // seven\n}' }));
    expect(toOriginText(held.get('port')?.originOf() ?? { source: 'default' })).toBe(`${file}:1:10`);
  }
  await expect(load(makeFolder({ [JSON_FILE]: '{}', [JSONC_FILE]: '{}' }))).rejects.toMatchObject({
    code: 'file_malformed',
    message: 'There are both fp-webhooks.config.json and fp-webhooks.config.jsonc.',
  });
});

test('what is no file, cannot be read or is far too large is refused at once', async () => {
  const folder = makeFolder();
  mkdirSync(join(folder, JSON_FILE));
  await expect(load(folder)).rejects.toMatchObject({
    code: 'file_unreadable',
    message: 'Cannot read fp-webhooks.config.json: it is a folder.',
  });
  const circle = makeFolder();
  symlinkSync(JSON_FILE, join(circle, JSON_FILE));
  await expect(load(circle)).rejects.toMatchObject({ code: 'file_unreadable' });
  const pipe = makeFolder();
  execFileSync('mkfifo', [join(pipe, JSONC_FILE)]);
  await expect(load(pipe)).rejects.toMatchObject({
    message: 'Cannot read fp-webhooks.config.jsonc: it is not a regular file.',
  });
  const large = makeFolder({ [JSON_FILE]: `{"host":"${'x'.repeat(10_000_000)}"}` });
  await expect(load(large)).rejects.toMatchObject({
    code: 'file_unreadable',
    message: 'Cannot read fp-webhooks.config.json: it is larger than 1 MiB.',
  });
});

test('a link to a file elsewhere is followed, and one that leads nowhere is no file', async () => {
  const elsewhere = makeFolder({ 'shared.json': '{"port":9}' });
  const cwd = makeFolder();
  symlinkSync(join(elsewhere, 'shared.json'), join(cwd, JSON_FILE));
  expect((await load(cwd)).held.get('port')?.value).toBe(9);
  const dangling = makeFolder();
  symlinkSync('nowhere', join(dangling, JSON_FILE));
  expect((await load(dangling)).file).toBeUndefined();
});
