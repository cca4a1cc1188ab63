import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();

const GOOD = readFixture('synthetic/vault.updated.card').toString().trim();
const { fp_id: _id, ...WITHOUT_ID } = JSON.parse(GOOD);
const BAD = JSON.stringify(WITHOUT_ID);
const NEWS = JSON.stringify({ ...JSON.parse(GOOD), source: 'moon', note: 1 });
const SAME_ID = (body: string) =>
  JSON.stringify({
    capture: 1,
    id: '01KQVPHEY4DE3B4WZZ6KYE37BB',
    receivedAt: '2026-05-05T09:12:00.000Z',
    method: 'POST',
    path: '/',
    headers: [['svix-id', 'msg_1']],
    bodyText: body,
    verdict: { kind: 'header_missing', header: 'svix-timestamp' },
  });

const LINES = 42_000;

/** More than 8 MiB of lines, of which one in three thousand is wrong: so it is cut into parts, and these make several tasks. */
const BIG = Array.from({ length: LINES }, (_, index) =>
  index % 3_000 === 2_999 ? [BAD, NEWS, '{"torn":'][((index / 3_000) % 3) | 0] : GOOD,
).join('\n');

function makeInputs(): string {
  const small = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`d/${index}.json`, index % 7 === 0 ? BAD : GOOD]),
  );
  return makeFolder({
    ...small,
    'big.ndjson': BIG,
    'blank.ndjson': `${' '.repeat(999)}\n`.repeat(3_300),
    'blank.json': `[${' '.repeat(1_200_000)}]`,
    'e/one.ndjson': SAME_ID(GOOD),
    'e/other.ndjson': SAME_ID(NEWS),
    'p.ndjson.gz': gzipSync(`${NEWS}\n${BAD}`),
  });
}

const INPUTS = [
  'd',
  'big.ndjson',
  'blank.ndjson',
  'blank.json',
  'e',
  'p.ndjson.gz',
  '--rule',
  'unknown_value=error',
];
const REPORTS = ['json', 'ndjson', 'text', 'junit', 'sarif', 'github', 'gitlab', 'markdown', 'tap', 'drift'];

/** What one run with these arguments writes: its records, and a report of every format. */
async function check(cwd: string, name: string, ...args: readonly string[]) {
  mkdirSync(join(cwd, name));
  const reports = REPORTS.flatMap((format) => ['--report', `${format}=${name}/${format}`]);
  const { status, stdout, stderr } = await run(['validate', ...args, '--json', ...reports], { cwd });
  const files = REPORTS.map((format) => readFileSync(join(cwd, name, format), 'utf8'));
  return { status, stdout, stderr, files };
}

test('the findings and their order are the same whatever threads do the work', async () => {
  const cwd = makeInputs();
  const one = await check(cwd, 'one', ...INPUTS, '--jobs', '1');
  expect(one).toMatchObject({ status: 1, stderr: '' });
  expect(ofType('summary', parseRecords(one.stdout))).toMatchObject([{ files: 36, payloads: LINES + 34 }]);
  expect(await check(cwd, 'three', ...INPUTS, '--jobs', '3')).toEqual(one);
});

test('the reports of shards are joined to what one run says, to the byte, in every format', async () => {
  const cwd = makeInputs();
  const limits = ['--strict', '--require', 'all'];
  const whole = await check(cwd, 'whole', ...INPUTS, ...limits);
  const payloads: number[] = [];
  for (const index of [1, 2, 3]) {
    const shard = ['--shard', `${index}/3`, '--report', `json=s-${index}.json`];
    const { stdout } = await run(['validate', ...INPUTS, ...shard, '--json'], { cwd });
    payloads.push(
      ...ofType('summary', parseRecords(stdout)).map((each) => ('payloads' in each ? each.payloads : 0)),
    );
  }
  expect(payloads.reduce((sum, count) => sum + count)).toBe(LINES + 34);
  expect(Math.min(...payloads)).toBeGreaterThan(LINES / 4);
  expect(await check(cwd, 'merged', '--merge', 's-*.json', ...limits)).toEqual(whole);
  expect(whole.stdout).toContain('message_id_reused');
  const empty = ofType('finding', parseRecords(whole.stdout)).filter(({ code }) => code === 'empty');
  expect(empty.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual([
    'blank.ndjson:1:1',
    'blank.json:1:1',
  ]);
});

test('a shard says the lines of the whole file, and begins nowhere in a line', async () => {
  const cwd = makeFolder({ 'big.ndjson': BIG });
  const places = async (...args: readonly string[]) => {
    const { stdout } = await run(['validate', 'big.ndjson', '--json', ...args], { cwd });
    return ofType('finding', parseRecords(stdout)).map(
      ({ line, column, code }) => `${line}:${column} ${code}`,
    );
  };
  const shards = await Promise.all([1, 2, 3, 4, 5].map((index) => places('--shard', `${index}/5`)));
  expect(shards.flat()).toEqual(await places());
});

test('a shard that has nothing to do passes, and merging needs every shard once', async () => {
  const cwd = makeFolder({ 'a.json': GOOD });
  const shard = (index: number) =>
    run(['validate', 'a.json', '--shard', `${index}/2`, '--report', `json=s-${index}.json`], { cwd });
  expect([(await shard(1)).status, (await shard(2)).status]).toEqual([0, 0]);
  expect(await run(['validate', '--merge', 's-1.json', 's-2.json'], { cwd })).toMatchObject({
    status: 0,
    stdout: '✓ 1 payload in 1 file: 0 errors, 0 warnings.\n',
  });
  const { status, stderr } = await run(['validate', '--merge', 's-2.json'], { cwd });
  expect([status, stderr]).toEqual([2, expect.stringContaining('shard 1 is not among the reports')]);
});

test('an empty secret, as jobs of forks have, is none, and is told', async () => {
  const cwd = makeFolder({ 'c.ndjson': SAME_ID(GOOD) });
  const { status, stdout, stderr } = await run(['validate', 'c.ndjson'], {
    cwd,
    env: { FP_WEBHOOKS_SECRET: '' },
  });
  expect([status, stderr]).toEqual([1, expect.stringContaining('FP_WEBHOOKS_SECRET is empty')]);
  expect(stdout).toContain('signature_invalid');
});

test('a secret that cannot be read is no matter where there are no captures, whatever the threads', async () => {
  const cwd = makeFolder({ 'a.json': GOOD, 'c.ndjson': SAME_ID(GOOD) });
  const env = { FP_WEBHOOKS_SECRET: 'whsec_!' };
  for (const jobs of ['1', '2']) {
    expect(await run(['validate', 'a.json', '--jobs', jobs], { cwd, env })).toMatchObject({
      status: 0,
      stderr: '',
    });
    const { status, stderr } = await run(['validate', 'c.ndjson', '--jobs', jobs], { cwd, env });
    expect([status, stderr]).toEqual([2, expect.stringContaining('FP_WEBHOOKS_SECRET')]);
  }
});
