import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();

const CARD = JSON.parse(readFixture('synthetic/vault.updated.card').toString());
const PERSONAL = {
  ...CARD,
  source: 'Jane Doe +1 415 867 5309',
  'jane.doe@mail.com': 1,
  note: 'x',
};
const SECRET = `whsec_${'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'}`;
const MORE = [
  { ...CARD, event_kind: 'footprint.jane.doe@mail.com' },
  { ...CARD, timestamp: SECRET },
];
const NAMES = /Jane Doe|867 5309|jane\.doe/;

function makeInputs(): string {
  return makeFolder({
    'a.json': JSON.stringify(PERSONAL),
    'b.ndjson': MORE.map((each) => `${JSON.stringify(each)}\n`).join(''),
  });
}

const FORMATS = ['text', 'json', 'ndjson', 'junit', 'sarif', 'github', 'gitlab', 'markdown', 'tap', 'drift'];

test('a value that looks personal is not shown in part, in any report', async () => {
  const cwd = makeInputs();
  const reports = FORMATS.flatMap((format) => ['--report', `${format}=r.${format}`]);
  const { stdout } = await run(['validate', 'a.json', 'b.ndjson', '--json', ...reports], { cwd });
  const [value] = ofType('finding', parseRecords(stdout)).filter(({ code }) => code === 'unknown_value');
  expect(value).toMatchObject({ actual: '"[personal]"' });
  expect(stdout).not.toMatch(NAMES);
  for (const format of FORMATS) expect(readFileSync(join(cwd, `r.${format}`), 'utf8')).not.toMatch(NAMES);
});

test.each([['1'], ['2']])(
  '--show-pii shows values and keys in records and reports, but no secret (%s threads)',
  async (jobs) => {
    const cwd = makeInputs();
    const reports = FORMATS.flatMap((format) => ['--report', `${format}=r.${format}`]);
    const { stdout } = await run(
      ['validate', 'a.json', 'b.ndjson', '--json', '--show-pii', '--jobs', jobs, ...reports],
      { cwd },
    );
    const findings = ofType('finding', parseRecords(stdout));
    expect(findings.find(({ code }) => code === 'unknown_value')).toMatchObject({
      actual: '"Jane Doe +1 415 867 5309"',
      message: expect.stringContaining('Jane Doe +1 415 867 5309'),
    });
    expect(findings.map(({ path }) => path)).toContainEqual(['jane.doe@mail.com']);
    expect(findings.map(({ event }) => event)).toContain('footprint.jane.doe@mail.com');
    expect(stdout).not.toContain('maskedMessage');
    for (const format of FORMATS) {
      const report = readFileSync(join(cwd, `r.${format}`), 'utf8');
      expect(report, format).toMatch(NAMES);
      expect(report, format).not.toContain(SECRET.slice(6));
      expect(report, format).not.toContain('maskedMessage');
      if (process.platform !== 'win32') expect(statSync(join(cwd, `r.${format}`)).mode & 0o077).toBe(0);
    }
  },
);

test('fingerprints and baselines are the same with and without --show-pii', async () => {
  const cwd = makeInputs();
  const [masked, shown] = await Promise.all(
    [[], ['--show-pii']].map((flags) => run(['validate', 'a.json', 'b.ndjson', '--json', ...flags], { cwd })),
  );
  const toPrints = (stdout = '') =>
    ofType('finding', parseRecords(stdout)).map(({ fingerprint }) => fingerprint);
  expect(toPrints(shown?.stdout)).toEqual(toPrints(masked?.stdout));
  const write = [
    'validate',
    'a.json',
    'b.ndjson',
    '--baseline',
    'known.json',
    '--update-baseline',
    '--show-pii',
  ];
  await run(write, { cwd });
  expect(readFileSync(join(cwd, 'known.json'), 'utf8')).not.toMatch(NAMES);
  const again = await run(['validate', 'a.json', 'b.ndjson', '--baseline', 'known.json', '--strict'], {
    cwd,
  });
  expect(again).toMatchObject({ status: 0 });
});

test('shards with --show-pii are merged to what one run shows, and not with masked ones', async () => {
  const cwd = makeInputs();
  const shard = (number: number, ...flags: readonly string[]) =>
    run(
      [
        'validate',
        'a.json',
        'b.ndjson',
        '--shard',
        `${number}/2`,
        ...flags,
        '--report',
        `json=s${number}.json`,
      ],
      { cwd },
    );
  await Promise.all([shard(1, '--show-pii'), shard(2, '--show-pii')]);
  const whole = await run(['validate', 'a.json', 'b.ndjson', '--json', '--show-pii'], { cwd });
  const merged = await run(['validate', '--merge', 's1.json', 's2.json', '--json'], { cwd });
  expect(merged.stdout).toBe(whole.stdout);
  await shard(2);
  expect(await run(['validate', '--merge', 's1.json', 's2.json'], { cwd })).toMatchObject({ status: 2 });
});
