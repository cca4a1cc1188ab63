import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();
const BAD =
  '{"event_kind":"footprint.user.info_requested","fp_id":7,"is_live":false,"timestamp":"2025-05-05T18:40:46Z"}';
const BASELINE = ['--baseline', 'ci/known.json'];

async function foundIn(cwd: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = await run(['validate', '--json', ...args], { cwd });
  const records = parseRecords(stdout);
  return { status, stderr, found: ofType('finding', records), summary: ofType('summary', records)[0] };
}

test('a baseline knows a file by every name, and from every folder', async () => {
  const cwd = makeFolder({ 'in/a.json': BAD, 'b.json': BAD });
  mkdirSync(join(cwd, 'ci'));
  expect((await foundIn(cwd, 'in/a.json', ...BASELINE, '--update-baseline')).status).toBe(0);
  for (const name of ['./in/a.json', 'in/../in/a.json', join(cwd, 'in', 'a.json'), 'in', '**/a.json'])
    expect([name, (await foundIn(cwd, name, ...BASELINE)).status]).toEqual([name, 0]);
  expect((await foundIn(join(cwd, 'in'), 'a.json', '--baseline', '../ci/known.json')).status).toBe(0);
  expect((await foundIn(join(cwd, 'ci'), '../b.json', '--baseline', 'known.json')).status).toBe(1);
});

test('a finding has the same fingerprint however its file is named, and a file is checked once', async () => {
  const cwd = makeFolder({ 'in/a.json': BAD });
  const names = ['in/a.json', './in/a.json', join(cwd, 'in', 'a.json')];
  const prints = await Promise.all(
    names.map(async (name) => (await foundIn(cwd, name)).found[0]?.['fingerprint']),
  );
  expect([new Set(prints).size, typeof prints[0]]).toEqual([1, 'string']);
  expect((await foundIn(cwd, ...names)).summary).toMatchObject({ payloads: 1, files: 1, errors: 1 });
});

test('an exclusion that fits nothing is told, and fails nothing', async () => {
  const cwd = makeFolder({ 'a.json': BAD.replace('7', '"fp_id_test_7GxQ2mTzVb81LdKe0RwYk3"') });
  const { status, stderr } = await run(['validate', '.', '!brokne'], { cwd });
  expect([status, stderr]).toEqual([0, expect.stringContaining('!brokne leaves out nothing')]);
});

test('standard input is not shared out: each shard would check all of it', async () => {
  const { status, stderr } = await run(['validate', '-', '--shard', '1/2'], {
    cwd: makeFolder(),
    input: BAD,
  });
  expect([status, stderr]).toEqual([2, expect.stringContaining('cannot be shared out by --shard')]);
});

test('a configuration of the tool is no payload unless it is named; any other file is', async () => {
  const good = BAD.replace('7', '"fp_id_test_7GxQ2mTzVb81LdKe0RwYk3"');
  const config = { 'fp-webhooks.config.json': '{}', 'in/fp-webhooks.config.json': '{}' };
  const cwd = makeFolder({ ...config, 'in/a.json': good });
  expect((await foundIn(cwd, '.')).summary).toMatchObject({ payloads: 1, errors: 0 });
  expect((await foundIn(cwd, '**/*.json')).summary).toMatchObject({ payloads: 1 });
  expect((await foundIn(cwd, 'fp-webhooks.config.json')).summary).toMatchObject({ errors: 1 });
  const project = makeFolder({ 'package.json': '{"name":"x"}', 'a.json': good });
  expect((await foundIn(project, '.')).summary).toMatchObject({ payloads: 2, errors: 1 });
  expect((await foundIn(project, '.', '!package.json')).summary).toMatchObject({ payloads: 1, errors: 0 });
});
