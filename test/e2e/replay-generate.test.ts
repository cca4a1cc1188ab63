import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { EVENTS } from '../../src/core/events/catalogue.ts';
import { inspectPayload } from '../../src/core/events/inspect.ts';
import { createGenerator } from '../../src/core/payloads/generation/generate.ts';
import { createDice } from '../../src/io/dice.ts';
import { startApp, verifying } from '../harness/app.ts';
import { SECRET } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();

const env = { FP_WEBHOOKS_SECRET: SECRET };

/** Runs replay against an app that verifies with Svix's library. */
async function generate(...args: readonly string[]) {
  const app = await startApp(verifying());
  const ended = await run(['replay', '--json', '--to', app.url, ...args], { cwd: makeFolder(), env });
  const bodies = app.arrivals.map(({ body }) => Buffer.from(body).toString());
  const ids = app.arrivals.map(({ parsed }) => parsed['svix-id']);
  return { ...ended, bodies, ids, sent: ofType('sent', parseRecords(ended.stdout)) };
}

test('every case of an event is sent once, validly signed, and named', async () => {
  const [event] = EVENTS;
  if (event === undefined) throw new Error('There are no events.');
  const { status, stderr, bodies, sent } = await generate('--generate', event.name, '--seed', '42');
  expect([status, stderr]).toEqual([0, '']);
  const { size, at } = createGenerator(event, { seed: 42, createDice });
  const expected = Array.from({ length: size }, (_, index) => at(index));
  expect(bodies).toEqual(expected.map(({ body }) => Buffer.from(body).toString()));
  expect(sent.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  expect(sent[2]).toMatchObject({ source: `${event.name} #3`, event: event.kind, status: 204 });
  for (const body of bodies) expect(inspectPayload(JSON.parse(body)).findings).toEqual([]);
});

test('the same seed gives the same bytes, each time with new ids', async () => {
  const args = ['--generate', 'all', '--count', '30', '--seed', '7'];
  const [one, other] = [await generate(...args), await generate(...args)];
  expect(one.bodies).toHaveLength(30);
  expect(other.bodies).toEqual(one.bodies);
  expect(new Set([...one.ids, ...other.ids]).size).toBe(60);
  expect((await generate('--generate', 'all', '--count', '30', '--seed', '8')).bodies).not.toEqual(
    one.bodies,
  );
});

test('without --seed the seed is told, and makes the same payloads again', async () => {
  const { status, stderr, bodies } = await generate('--generate', 'vault.updated', '--count', '3');
  expect(status).toBe(0);
  const [notice] = parseRecords(stderr);
  expect(notice).toMatchObject({ type: 'notice', code: 'seed' });
  const [, seed = ''] = /--seed (\d+)/.exec(stderr) ?? [];
  expect((await generate('--generate', 'vault.updated', '--count', '3', '--seed', seed)).bodies).toEqual(
    bodies,
  );
});

test('--invalid sends payloads with one thing wrong each, and says what', async () => {
  const args = ['--generate', 'vault.updated', '--invalid', '--seed', '1'];
  const { status, sent, bodies } = await generate(...args);
  // All are validly signed, but the library of Svix reads bodies as text.
  expect(sent.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['a byte that is not UTF-8']);
  expect(status).toBe(1);
  const missing = sent.findIndex(({ name }) => name === 'missing fp_id');
  expect(JSON.parse(bodies[missing] ?? '')).not.toHaveProperty('fp_id');
  const empty = sent.find(({ name }) => name === 'an empty body');
  expect(empty).toMatchObject({ bytes: 0, event: null, ok: true });
});

test('globs take turns where a count is given, and an event named twice is made once', async () => {
  const args = ['--generate', 'user.*', '--generate', 'user.manual_review', '--generate', 'vault.*'];
  const { sent } = await generate(...args, '--count', '6', '--seed', '1');
  const sources = ['manual_review', 'info_requested', 'bank_link_updated'].map((name) => `user.${name}`);
  expect(sent.map(({ source }) => source)).toEqual([
    ...[...sources, 'vault.updated'].map((name) => `${name} #1`),
    ...sources.slice(0, 2).map((name) => `${name} #2`),
  ]);
});

test('people see what each payload is there for', async () => {
  const app = await startApp(verifying());
  const args = ['replay', '--generate', 'vault.updated', '--invalid', '--count', '1', '--seed', '1'];
  const { stdout } = await run([...args, '--to', app.url], { cwd: makeFolder(), env });
  expect(stdout).toMatch(/^✓ vault\.updated +msg_\w+ +→ 204 +\d+ ms {2}missing fp_id\n/);
});

test.each([
  [['--invalid', 'vault.updated'], '--invalid has no effect without --generate.'],
  [['--seed', '3', '--all'], '--seed has no effect without --generate or --shuffle.'],
  [['--generate', 'vault.updated', 'vault.updated'], 'Use one of the two.'],
  [['--generate', 'vault.updated', '--all'], 'Use one of the two.'],
  [['--generate', 'vault.update'], 'Did you mean vault.updated?'],
  [['--generate', 'nothing.*'], 'No event fits --generate nothing.*.'],
  [['--generate', 'a b'], '--generate'],
  [['--generate', 'all', '--count', '0'], 'from 1 to 1000000000'],
  [
    ['--generate', 'all', '--seed', '1', '--count', '100001'],
    'at most 100000 are made up and sent one by one',
  ],
  [['--generate', 'all', '--seed', '-1'], 'from 0 to 2147483647'],
  [['--generate', 'all', '--seed', '1.5'], 'from 0 to 2147483647'],
])('%j is asked wrongly', async (args, message) => {
  const { stdout, stderr, status } = await run(['replay', ...args], { cwd: makeFolder(), env });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});
