import { readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();

const GOOD = JSON.stringify(JSON.parse(readFixture('synthetic/vault.updated.card').toString()));
const BAD = '{"event_kind":"footprint.nothing"}';
const LONG = Buffer.alloc(17 * 1_048_576, 'x');

async function validate(cwd: string, args: readonly string[]) {
  const { status, stdout, stderr } = await run(['validate', '--json', ...args], { cwd });
  const records = parseRecords(stdout);
  const findings = ofType('finding', records);
  return {
    status,
    stderr,
    places: findings.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`),
    messages: findings.map(({ message }) => message),
    summary: ofType('summary', records)[0],
  };
}

test('a line that is too long is told, and what is before and behind it is checked', async () => {
  const content = Buffer.concat([Buffer.from(`${GOOD}\n{"x":"`), LONG, Buffer.from(`"}\n${BAD}\n`)]);
  const cwd = makeFolder({ 'a.ndjson': content, 'a.ndjson.gz': gzipSync(content) });
  expect(await validate(cwd, ['a.ndjson', 'a.ndjson.gz'])).toMatchObject({
    status: 1,
    places: [
      'a.ndjson:2:1 line_too_long',
      'a.ndjson:3:15 unknown_event',
      'a.ndjson.gz:2:1 line_too_long',
      'a.ndjson.gz:3:15 unknown_event',
    ],
    summary: { payloads: 4 },
  });
});

test('a line of almost 16 MiB is read', async () => {
  const cwd = makeFolder({
    'a.ndjson': Buffer.concat([
      Buffer.from(`${GOOD}\n${BAD.slice(0, -1)},"x":"`),
      LONG.subarray(0, 15 * 1_048_576),
      Buffer.from(`"}\n`),
    ]),
  });
  expect(await validate(cwd, ['a.ndjson'])).toMatchObject({
    status: 0,
    places: ['a.ndjson:2:15 unknown_event'],
    summary: { payloads: 2 },
  });
});

/** One value that is larger than any that is read at once: a file with a hole, which takes no room. */
function makeLarge(cwd: string, name: string): void {
  writeFileSync(join(cwd, name), '{"event_kind":');
  truncateSync(join(cwd, name), 300_000_000);
}

test('a file that cannot be read gives 3, and all others are checked and reported', async () => {
  const cwd = makeFolder({ 'a.json': GOOD, 'c.json': BAD });
  makeLarge(cwd, 'b.json');
  symlinkSync('loop.json', join(cwd, 'loop.json'));
  const { status, stderr, places, messages, summary } = await validate(cwd, [
    'missing.json',
    '.',
    '--report',
    'tap=out.tap',
  ]);
  expect([status, stderr]).toEqual([3, '']);
  expect(places).toEqual([
    'missing.json:1:1 file_unreadable',
    'b.json:1:1 file_unreadable',
    'c.json:1:15 unknown_event',
    'loop.json:1:1 file_unreadable',
  ]);
  expect([messages[0], messages[1], messages[3]]).toEqual([
    'Cannot read missing.json: there is no such file or folder.',
    'Cannot read b.json: it is one JSON value and larger than 16 MiB. NDJSON and arrays are read at any size.',
    'Cannot read loop.json: its symbolic links lead in a circle.',
  ]);
  expect(summary).toMatchObject({ files: 5, payloads: 2, errors: 3, warnings: 1 });
  expect(readFileSync(join(cwd, 'out.tap'), 'utf8')).toMatch(/^not ok 3 - b\.json$/m);
});

test('a second run in a folder checks neither the reports of the first nor the baseline', async () => {
  const cwd = makeFolder({ 'a.json': GOOD, 'c.json': BAD, 'fp-webhooks.config.json': '{}' });
  const args = ['.', '--baseline', 'known.json', '--report', 'json=out.json'];
  expect(await validate(cwd, [...args, '--update-baseline'])).toMatchObject({ status: 0, places: [] });
  const second = await validate(cwd, [...args, '--strict']);
  expect(second).toMatchObject({ status: 0, stderr: '', places: [], summary: { files: 2, accepted: 1 } });
});

test('packed files are read whatever their names, also of several members, and a packed packed one is told', async () => {
  const members = Buffer.concat([gzipSync(`${GOOD}\n`), gzipSync(`${BAD}\n`)]);
  const cwd = makeFolder({
    'a.json': members,
    'b.ndjson.zst': zstdCompressSync(Buffer.from(`${BAD}\n`)),
    'c.json.gz': gzipSync(members),
  });
  const { status, places } = await validate(cwd, ['a.json', 'b.ndjson.zst', 'c.json.gz']);
  expect(status).toBe(1);
  expect(places.slice(0, 2)).toEqual(['a.json:2:15 unknown_event', 'b.ndjson.zst:1:15 unknown_event']);
  expect(places.slice(2).every((place) => place.startsWith('c.json.gz:'))).toBe(true);
  expect(places.length).toBeGreaterThan(2);
});
