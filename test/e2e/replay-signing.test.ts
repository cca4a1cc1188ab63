import { Webhook } from 'svix';
import { expect, test } from 'vitest';
import { TAMPERINGS } from '../../src/core/sending/tamper.ts';
import { judge } from '../../src/core/signature/judge.ts';
import { parseSecret } from '../../src/core/signature/secret.ts';
import { type App, startApp, verifying } from '../harness/app.ts';
import { OTHER_SECRET, SECRET } from '../harness/binary.ts';
import { readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();

const PRIVATE =
  'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
const PUBLIC = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';
const BULK = ['--count', '2', '--concurrency', '1'];

async function replay(app: App, secrets: string, ...args: readonly string[]) {
  const env = { FP_WEBHOOKS_SECRET: secrets };
  const ended = await run(['replay', 'vault.updated', '--json', '--to', app.url, ...args], { env });
  return { ...ended, records: parseRecords(ended.stdout) };
}

function accepts(secret: string, { body, parsed }: App['arrivals'][number]): boolean {
  try {
    new Webhook(secret).verify(body, parsed);
    return true;
  } catch {
    return false;
  }
}

test('of several secrets the first signs, and with --rotate each of them is good enough', async () => {
  const app = await startApp();
  const both = `${SECRET} ${OTHER_SECRET}`;
  const first = await replay(app, both);
  expect(first.stderr).toContain('Signed with FP_WEBHOOKS_SECRET #1, the first of 2 secrets');
  const rotated = await replay(app, both, '--rotate');
  const bulk = await replay(app, both, '--rotate', ...BULK);
  expect([first.status, rotated.status, bulk.status, rotated.stderr.includes('Signed with')]).toEqual([
    ...[0, 0, 0, false],
  ]);
  const accepted = (secret: string) => app.arrivals.map((arrival) => accepts(secret, arrival));
  expect(accepted(SECRET)).toEqual([true, true, true, true]);
  expect(accepted(OTHER_SECRET)).toEqual([false, true, true, true]);
});

test.each([[SECRET], [`${SECRET} ${PUBLIC}`]])(
  '--rotate needs two secrets that can sign',
  async (secrets) => {
    const { status, stderr, stdout } = await replay(await startApp(), secrets, '--rotate');
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining('only one that can sign')]);
  },
);

test('--webhook-headers names them so, one by one and in bulk, and --header adds and replaces', async () => {
  const app = await startApp(verifying());
  const flags = ['--webhook-headers', '--header', 'X-Team: kyc', '--header', 'user-agent: mine'];
  const ended = [await replay(app, SECRET, ...flags), await replay(app, SECRET, ...flags, ...BULK)];
  expect(ended.map(({ status }) => status)).toEqual([0, 0]);
  for (const { headers } of app.arrivals) {
    const names = headers
      .map(([name]) => name)
      .filter((name) => !/^(host|connection|content-length)$/.test(name));
    expect(names).toEqual([
      ...['Accept', 'Content-Type', 'X-Team', 'user-agent'],
      ...['Webhook-Id', 'Webhook-Timestamp', 'Webhook-Signature'],
    ]);
    expect(headers).toContainEqual(['user-agent', 'mine']);
  }
});

test('a private key signs v1a, one by one and in bulk', async () => {
  const app = await startApp();
  await replay(app, PRIVATE);
  await replay(app, PRIVATE, ...BULK);
  expect(app.arrivals).toHaveLength(3);
  const keys = [parseSecret(PUBLIC, 'public')];
  for (const { method, path, headers, body, parsed } of app.arrivals) {
    expect(parsed['svix-signature']).toMatch(/^v1a,/);
    const verdict = judge({ method, path, headers, body }, keys, Math.floor(Date.now() / 1_000));
    expect(verdict).toMatchObject({ kind: 'valid' });
  }
});

test.each([...TAMPERINGS.map((what) => ['--tamper', what]), ['--unsigned']])(
  "%s %s is refused by Svix's library, one by one and in bulk",
  async (...flags) => {
    const app = await startApp(verifying());
    const { status, records, stderr } = await replay(app, SECRET, ...flags, '--expect', '4xx');
    expect([status, stderr]).toEqual([0, '']);
    const [sent] = ofType('sent', records);
    expect(sent).toMatchObject({ ok: true, wrong: flags[1] ?? 'unsigned' });
    expect(sent?.svixId).toBe(app.arrivals[0]?.parsed['svix-id'] ?? null);
    const bulk = await replay(app, SECRET, ...flags, '--expect', '400', ...BULK);
    expect(bulk.records.at(-1)).toMatchObject({ ok: 2, byStatus: { 400: 2 } });
    const isChanged = app.arrivals.map(({ body }) => !body.equals(readFixture('vault.updated')));
    expect(new Set(isChanged)).toEqual(new Set([flags[1] === 'body']));
  },
);

test('success stays 2xx, and what an answer says of the app is told', async () => {
  const careful = await replay(await startApp(verifying()), SECRET, '--tamper', 'body');
  expect(careful.status).toBe(1);
  expect(careful.stderr).toContain('Each request is wrong on purpose: its body was changed after signing.');
  expect(ofType('sent', careful.records)[0]?.hint).toContain('It was refused, as it should be');
  const careless = await replay(await startApp(), SECRET, '--unsigned');
  expect(careless.status).toBe(0);
  expect(ofType('sent', careless.records)[0]?.hint).toContain('The app took it although it has no signature');
  const expected = await replay(await startApp(), SECRET, '--unsigned', '--expect', '4xx');
  expect(expected.status).toBe(1);
  expect(ofType('sent', expected.records)[0]?.hint).toMatch(/^Expected was 4xx\. The app took it/);
});

test.each([
  ['Svix-Id: x', 'The id is set by --id.'],
  ['webhook-timestamp: 1', 'The time is set by --timestamp.'],
  ['svix-signature: v1,x', '--tamper signature breaks it'],
  ['Host: example.com', 'Host is set by the request itself.'],
  ['Content-Length: 1', 'Content-Length is set by the request itself.'],
  ['no colon', 'It must be of the form "Name: value".'],
])('--header "%s" is refused', async (header, message) => {
  const { status, stderr } = await run(['replay', 'vault.updated', '--header', header]);
  expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
});
