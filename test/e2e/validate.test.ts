import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BINARY } from '../harness/binary.ts';
import { makeFolder, PROJECT, readFixture } from '../harness/folder.ts';
import { writeCaptureFile } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver } from '../harness/sender.ts';
import { volume } from '../harness/volume.ts';

const { run, startListener } = mostlyInside();

const GOOD = readFixture('synthetic/vault.updated.card').toString();
const { fp_id: _id, ...WITHOUT_ID } = JSON.parse(GOOD);
const BAD = JSON.stringify(WITHOUT_ID);

/** Runs validate --json on files and gives the exit status, the findings as `file:line:column code`, and the summary. */
async function validate(
  files: Record<string, string | Uint8Array>,
  args: readonly string[] = Object.keys(files),
  input = '',
) {
  const cwd = makeFolder(files);
  const { status, stdout, stderr } = await run(['validate', '--json', ...args], { cwd, input });
  const records = parseRecords(stdout);
  const findings = ofType('finding', records);
  const places = findings.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);
  return { status, stderr, findings, places, summary: ofType('summary', records)[0] };
}

test('the fixtures are valid, with exactly the warnings that their README documents', async () => {
  const { status, stdout, stderr } = await run(['validate', 'fixtures/', '--json'], { cwd: PROJECT });
  expect([status, stderr]).toEqual([0, '']);
  const found = ofType('finding', parseRecords(stdout)).map(
    ({ file, code }) => `${file.slice('fixtures/'.length)} ${code}`,
  );
  const table = readFileSync(join(PROJECT, 'fixtures', 'README.md'), 'utf8');
  const documented = [...table.matchAll(/^\| `(.+?)` .*\| (.+?) +\|$/gm)].flatMap(([, file, warnings = '']) =>
    [...warnings.matchAll(/`(.+?)`/g)].map(([, code]) => `${file} ${code}`),
  );
  expect(found.toSorted()).toEqual(documented.toSorted());
  expect(parseRecords(stdout).at(-1)).toMatchObject({ files: 56, payloads: 56, errors: 0 });
});

test('a valid payload gives 0, an error 1, and a warning alone 0', async () => {
  expect(await validate({ 'good.json': GOOD })).toMatchObject({ status: 0, findings: [] });
  expect(await validate({ 'bad.json': BAD })).toMatchObject({
    status: 1,
    findings: [
      { severity: 'error', event: 'footprint.vault.updated', message: expect.stringContaining('fp_id') },
    ],
  });
  const example = readFixture('vault.updated');
  expect(await validate({ 'example.json': example })).toMatchObject({
    status: 0,
    findings: [{ code: 'example_data' }],
  });
});

test.each<[string, Record<string, string | Uint8Array>, string]>([
  [
    'pretty JSON',
    { 'a.json': '{\n  "event_kind": "footprint.vault.updated",\n  "fp_id": 7\n}' },
    'a.json:3:12',
  ],
  [
    'an array',
    { 'a.json': `[${GOOD},\n  {"event_kind":"footprint.vault.updated","fp_id":7}]` },
    'a.json:2:51',
  ],
  [
    'NDJSON',
    { 'a.ndjson': `${GOOD}\n\n{"event_kind":"footprint.vault.updated","fp_id":7}\n` },
    'a.ndjson:3:49',
  ],
  [
    'CRLF',
    { 'a.json': '{\r\n  "event_kind": "footprint.vault.updated",\r\n  "fp_id": 7\r\n}' },
    'a.json:3:12',
  ],
  [
    'a byte order mark',
    { 'a.json': '\ufeff{"event_kind":"footprint.vault.updated","fp_id":7}' },
    'a.json:1:49',
  ],
  [
    'characters beyond ASCII',
    { 'a.json': '{"😀é":1,"event_kind":"footprint.vault.updated","fp_id":7}' },
    'a.json:1:57',
  ],
  ['a folder', { 'd/e/a.json': '{"event_kind":"footprint.vault.updated","fp_id":7}' }, 'd/e/a.json:1:49'],
])('the place of a finding is right in %s', async (_, files, place) => {
  const { status, places, findings } = await validate(files, _ === 'a folder' ? ['d'] : undefined);
  expect(status).toBe(1);
  expect(places.filter((each) => each.startsWith(`${place} `))).toHaveLength(1);
  expect(findings.find(({ path }) => path.join() === 'fp_id')).toMatchObject({
    expected: expect.any(String),
  });
});

test('findings in a capture are placed inside its body, and those of the body as a whole at its beginning', async () => {
  const listener = await startListener();
  for (const body of [GOOD, BAD, 'not json', Buffer.from([0xff])]) await deliver(listener.url, body);
  await listener.stop();
  const content = readFileSync(join(listener.cwd, await writeCaptureFile(listener.cwd)));
  const { status, places, summary } = await validate({ 'c.ndjson': content });
  const lines = content.toString().split('\n');
  const columnOf = (line: number, key: string) =>
    (lines[line - 1] ?? '').indexOf(`"${key}":`) + key.length + 4;
  expect(status).toBe(1);
  expect(places).toEqual([
    `c.ndjson:2:${columnOf(2, 'bodyText') + 1} field_missing`,
    `c.ndjson:3:${columnOf(3, 'bodyText')} body_not_json`,
    `c.ndjson:4:${columnOf(4, 'bodyBase64')} body_not_json`,
  ]);
  expect(summary).toMatchObject({ payloads: 4, errors: 3 });
});

test.each<[string, string | Uint8Array, string]>([
  ['an empty file', '', '1:1 empty'],
  ['white space', '\n \n', '1:1 empty'],
  ['an empty array', '[]', '1:1 empty'],
  ['broken JSON', '{\n  "a": 1,\n}', '3:1 not_json'],
  ['JSON that ends too early', '{"a":', '1:6 not_json'],
  ['a number', '7', '1:1 not_an_object'],
  ['bytes that are not UTF-8', Buffer.from('7b0a22c3a9ff223a317d', 'hex'), '2:3 not_utf8'],
])('%s is an error with its place', async (_, content, place) => {
  const { status, places } = await validate({ 'a.json': content });
  expect(status).toBe(1);
  expect(places).toContain(`a.json:${place}`);
});

const DEEP = '['.repeat(200_000);

test.each<[string, string | Uint8Array, string]>([
  ['that is whole', `${DEEP}${']'.repeat(200_000)}`, '1:2 not_an_object'],
  ['that ends too early', DEEP, '1:200001 not_json'],
  ['in a capture', `{"capture":${DEEP}${']'.repeat(200_000)}}`, '1:12 capture_invalid'],
  ['in an object', `{"event_kind":${DEEP}${']'.repeat(200_000)}}`, '1:15 wrong_type'],
])('JSON of 200,000 levels %s has a finding with its place', async (_, content, place) => {
  expect(await validate({ 'a.json': content })).toMatchObject({
    status: 1,
    stderr: '',
    places: [`a.json:${place}`],
  });
});

test('bytes that are not UTF-8 are told line by line, and the rest is checked', async () => {
  const lines = ['{"event_kind":"footprint.vault.updated","fp_id":"\xff"}', BAD, '{"a\xfe":1}', '{"\xe2\x86'];
  const { places } = await validate({ 'a.ndjson': Buffer.from(lines.join('\r\n'), 'latin1') });
  expect(places.filter((place) => place.endsWith('not_utf8'))).toEqual([
    'a.ndjson:1:50 not_utf8',
    'a.ndjson:3:4 not_utf8',
    'a.ndjson:4:3 not_utf8',
  ]);
  expect(places).toContain('a.ndjson:2:1 field_missing');
  expect(places.at(-1)).toBe('a.ndjson:4:4 not_json');
});

test('the findings of a payload come in the order of their places', async () => {
  const content = '{\n"zzz": 1,\n"event_kind": "footprint.vault.updated",\n"fp_id": 7,\n"aaa": 2\n}';
  const { findings } = await validate({ 'a.json': content });
  const lines = findings.map(({ line }) => line);
  expect(lines).toEqual(lines.toSorted((one, other) => one - other));
  expect(findings.map(({ path }) => path[0])).toEqual(expect.arrayContaining(['zzz', 'fp_id', 'aaa']));
});

test.each<[string, string]>([
  ['a.json', '\n'],
  ['a.json', ''],
  ['a.ndjson', '\n'],
])(
  'each of many payloads with a finding is counted, and the last one is placed: %s divided by %j',
  async (name, lineEnd) => {
    const payload = '{"event_kind":"footprint.nothing"}';
    const count = volume(10_000, 100_000);
    const content = Array(count).fill(payload);
    const text = name === 'a.json' ? `[${content.join(`,${lineEnd}`)}]` : content.join(lineEnd);
    const cwd = makeFolder({ [name]: text });
    const { stdout } = await run(['validate', '--json', name], { cwd });
    const lines = stdout.trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ payloads: count, warnings: count });
    const { line, column } = JSON.parse(lines.at(-2) ?? '');
    const expected = lineEnd === '' ? [1, 35 * (count - 1) + 16] : [count, 15];
    expect([line, column]).toEqual(expected);
  },
);

test.each([
  ['is one value of more than 16 MiB cannot be read', '', 3, 'larger than 16 MiB'],
  ['has a line of more than that is read all the same', `printf '{}\\n';`, 1, '2:1  error  line_too_long'],
])('standard input that %s', async (_, before, expected, message) => {
  const binary = [
    'bash',
    '--norc',
    '-c',
    `(${before} head -c 300000000 /dev/zero) | "$0" --max-old-space-size=64 "$@"`,
    process.execPath,
    BINARY,
  ] as const;
  const { status, stdout } = await run(['validate', '-'], { binary });
  expect(status).toBe(expected);
  expect(stdout).toContain(message);
});

test('a file that is wrong holds up no other', async () => {
  const { status, places, summary } = await validate({ 'a.json': '{', 'b.json': GOOD, 'c.json': BAD });
  expect(status).toBe(1);
  expect(places.map((place) => place.slice(0, 6))).toEqual(['a.json', 'c.json']);
  expect(summary).toMatchObject({ files: 3, payloads: 3, errors: 2 });
});

test('standard input is checked with -', async () => {
  expect(await validate({}, ['-'], GOOD)).toMatchObject({ status: 0, summary: { files: 1, payloads: 1 } });
  expect((await validate({}, ['-'], `${GOOD}\n{oops`)).places).toEqual(['(standard input):2:2 not_json']);
});

test('folders are read deep but for hidden ones and node_modules, globs are matched, and nothing is read twice', async () => {
  const files = {
    'd/a.json': GOOD,
    'd/e/b.NDJSON': GOOD,
    'd/e/c.jsonl': GOOD,
    'd/notes.txt': 'no',
    'd/.git/x.json': 'no',
    'd/node_modules/y.json': 'no',
  };
  expect((await validate(files, ['d'])).summary).toMatchObject({ files: 3, errors: 0 });
  expect((await validate(files, ['d/**/*.json', 'd/a.json'])).summary).toMatchObject({ files: 1 });
  expect((await validate(files, ['d/a.json', 'd', 'd/*.json'])).summary).toMatchObject({ files: 3 });
  expect((await validate({ 'odd[1].json': GOOD }, ['odd[1].json'])).summary).toMatchObject({ files: 1 });
});

test.each([
  [['*.xml'], 2, 'No file matches *.xml.'],
  [['empty'], 2, 'The folder empty holds no .json, .ndjson, .jsonl or .har file.'],
  [[], 2, 'Nothing to check was named.'],
  [['--nope', 'a.json'], 2, '--nope'],
])('validate %j is refused with %i, and nothing is on stdout', async (args, expected, message) => {
  const cwd = makeFolder({ 'empty/x.txt': '' });
  const { status, stdout, stderr } = await run(['validate', ...args], { cwd });
  expect([status, stdout]).toEqual([expected, '']);
  expect(stderr).toContain(message);
});

test('for people a finding is a place that editors open, and what is wrong', async () => {
  const cwd = makeFolder({ 'a.json': BAD });
  const { stdout, status } = await run(['validate', 'a.json'], { cwd });
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /^a\.json:1:1 {2}error {2}field_missing\n {4}`fp_id` .+\n {4}fp-webhooks validate --explain field_missing\n\n✗ 1 payload in 1 file: 1 error, 0 warnings\.\n$/,
  );
});
