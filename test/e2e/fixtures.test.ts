import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder, PROJECT, readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();

const namesIn = (folder: string) =>
  readdirSync(join(PROJECT, folder)).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : []));
const DOCUMENTED = namesIn('fixtures').sort();
const ALL = [...DOCUMENTED, ...namesIn('fixtures/synthetic').sort()];

const writeNew = (cwd: string, ...args: readonly string[]) => run(['fixtures', 'new', ...args], { cwd });

test('fixtures list has every fixture on a line, the documented ones first', async () => {
  const { stdout, status } = await run(['fixtures', 'list']);
  expect(status).toBe(0);
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]),
  ).toEqual(ALL);
  expect(stdout).toMatch(/^onboarding\.completed\.person\.fail\.needs-review +fail · needs review$/m);
  const json = ofType('fixture', parseRecords((await run(['fixtures', 'list', '--json'])).stdout));
  expect(json.map(({ name }) => name)).toEqual(ALL);
  expect(json.filter(({ documented }) => documented).map(({ name }) => name)).toEqual(DOCUMENTED);
  expect(json).toContainEqual({
    type: 'fixture',
    name: 'onboarding.completed.live',
    event: 'footprint.onboarding.completed',
    documented: false,
    isLive: true,
    facts: ['pass'],
  });
});

test('every name that is listed can be written, and is then what the fixture is', async () => {
  const cwd = makeFolder();
  for (const name of ['vault.updated', 'unknown-event', 'onboarding.completed.live']) {
    const { stdout, status, stderr } = await writeNew(cwd, name);
    expect([status, stderr]).toEqual([0, '']);
    const folder = DOCUMENTED.includes(name) ? '' : 'synthetic/';
    expect(stdout).toBe(`${JSON.stringify(JSON.parse(readFixture(folder + name).toString()), null, 2)}\n`);
  }
});

test('a changed payload goes to a file that validate accepts and anybody may read', async () => {
  const cwd = makeFolder();
  const args = ['footprint.onboarding.completed', '--set', 'status=fail', '-o', 'new.json'];
  const { stdout, status } = await writeNew(cwd, ...args, '--json');
  const path = join(cwd, 'new.json');
  expect(status).toBe(0);
  expect(parseRecords(stdout)).toEqual([
    {
      type: 'written',
      file: 'new.json',
      event: 'footprint.onboarding.completed',
      bytes: statSync(path).size,
    },
  ]);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ status: 'fail' });
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o666 & ~process.umask());
  expect(readdirSync(cwd)).toEqual(['new.json']);
  expect(await run(['validate', 'new.json'], { cwd })).toMatchObject({ status: 0 });
});

test('a file that is there stays as it is without --force, and when the change is refused', async () => {
  const cwd = makeFolder({ 'a.json': 'mine' });
  const refused = await writeNew(cwd, 'vault.updated', '-o', 'a.json');
  expect(refused).toMatchObject({
    status: 3,
    stdout: '',
    stderr: expect.stringContaining('--force overwrites it'),
  });
  const invalid = await writeNew(cwd, 'vault.updated', '--unset', 'fields', '-o', 'a.json', '--force');
  expect(invalid).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('`fields` is missing'),
  });
  expect(readFileSync(join(cwd, 'a.json'), 'utf8')).toBe('mine');
  const forced = await writeNew(
    cwd,
    'vault.updated',
    '--unset',
    'fields',
    '-o',
    'a.json',
    '--force',
    '--allow-invalid',
  );
  expect(forced.stdout).toBe('a.json: vault.updated written (164 bytes).\n');
  expect(readdirSync(cwd)).toEqual(['a.json']);
});

test.each<[readonly string[], string]>([
  [['new'], 'fixtures new needs the name of an event or a fixture.'],
  [['new', 'vault.update'], 'There is no event or fixture called "vault.update".'],
  [['new', 'vault.updated', 'x'], '"x" is a second one'],
  [['new', 'vault.updated', '--force'], '--force has no effect without --output.'],
  [['new', 'vault.updated', '--set', 'fields[5]=x'], 'would leave a hole'],
  [['list', 'x'], 'fixtures list takes no arguments'],
])('fixtures %j is refused with 2', async (args, message) => {
  const { status, stdout, stderr } = await run(['fixtures', ...args]);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});
