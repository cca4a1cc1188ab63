import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { mergeReports } from '../../../src/core/validation/shards/merge.ts';
import { toDriftReport, toJsonReport, toNdjsonReport } from '../../../src/report/validation/json.ts';
import { parseShardReport } from '../../../src/report/validation/parse-shard.ts';
import { gather, LEVELS, part, text } from '../../core/validation/run/sample.ts';
import { PROJECT } from '../../harness/folder.ts';
import { ofType, parseRecords } from '../../harness/records.ts';
import { UNSEEN } from '../../harness/unseen.ts';
import { makeRun, makeShard, PARTS, REQUIRED } from './sample.ts';

const CONTEXT = { version: '1.2.3', levels: LEVELS, limits: { strict: true }, required: REQUIRED };

function parseAs(schema: string, json: string) {
  const accepts = new Ajv2020({ allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(join(PROJECT, 'schemas', schema), 'utf8')),
  );
  const value = JSON.parse(json);
  expect(accepts(value), JSON.stringify(accepts.errors)).toBe(true);
  return value;
}

test('the JSON report holds the whole run, as its schema says', () => {
  const run = makeRun();
  const report = parseAs('validation-report.v1.json', toJsonReport(run, CONTEXT));
  expect(report).toMatchObject({
    version: 1,
    tool: { name: 'fp-webhooks', version: '1.2.3' },
    outcome: 'failed',
    failedBy: 'errors',
    files: ['a.json', 'b.json'],
    totals: { files: 2, payloads: 2, errors: 6, warnings: 2, accepted: 1, omitted: 0, hidden: 0 },
    drift: [{ kind: 'value', place: 'source', examples: ['"api"'] }, { kind: 'event' }],
  });
  expect(report.rules).toEqual(LEVELS);
  expect(report.findings).toHaveLength(8);
  expect(report.findings[1]).toEqual({
    ...text({ expected: 'a string' }),
    file: 'a.json',
    line: 2,
    column: 1,
    fingerprint: run.findings[0]?.fingerprint,
    docs: 'docs/findings.md#field_missing',
  });
  expect(report.groups.map(({ code, count }: { code: string; count: number }) => [code, count])).toEqual([
    ['field_missing', 4],
    ['unknown_value', 1],
    ['unknown_event', 1],
    ['message_id_reused', 1],
    ['coverage_missing', 1],
  ]);
  expect(report.coverage.filter(({ required }: { required: boolean }) => required)).toMatchObject([
    { event: 'footprint.user.manual_review', count: 0 },
    { event: 'footprint.vault.updated', count: 4 },
  ]);
});

test('a run without errors that passes says so, and by what it would fail', () => {
  const run = gather([part({ groups: [{ finding: text({ severity: 'warning' }), places: [1, 1] }] })]);
  const outcomeOf = (limits: object) => {
    const { outcome, failedBy } = JSON.parse(toJsonReport(run, { ...CONTEXT, limits }));
    return [outcome, failedBy];
  };
  expect(outcomeOf({})).toEqual(['passed', undefined]);
  expect(outcomeOf({ strict: true })).toEqual(['failed', 'strict']);
  expect(outcomeOf({ maxWarnings: 0 })).toEqual(['failed', 'max_warnings']);
});

test('the report of a shard is one as well, and can be merged', async () => {
  const json = toJsonReport(gather(PARTS), { ...CONTEXT, shard: makeShard() });
  const report = parseAs('validation-report.v1.json', json);
  expect(report.shard).toMatchObject({ index: 1, of: 1, plan: 'p' });
  const parsed = await parseShardReport(Buffer.from(json), 's.json', '1.2.3');
  expect(mergeReports([parsed], {})).toEqual(gather(PARTS));
});

const shardJson = (change: (report: Record<string, unknown>) => void) => {
  const report = JSON.parse(toJsonReport(gather(PARTS), { ...CONTEXT, shard: makeShard() }));
  change(report);
  return JSON.stringify(report);
};

test.each<[string, string, string]>([
  ['no JSON', '{', 's.json is not the report of a shard: it is not JSON.'],
  ['another document', '{"version":1}', 's.json is not the report of a shard.'],
  ['null', 'null', 's.json is not the report of a shard.'],
  [
    'the report of a whole run',
    toJsonReport(gather(PARTS), CONTEXT),
    's.json is the report of a whole run, and not of a shard: there is nothing to merge.',
  ],
  [
    'a report of another version',
    shardJson((report) => {
      report['tool'] = { name: 'fp-webhooks', version: '2.0.0' };
      report['version'] = 2;
    }),
    's.json was made by fp-webhooks "2.0.0", and this is version 1.2.3.',
  ],
  [
    'a shard beyond the last',
    shardJson((report) => {
      report['shard'] = { ...makeShard(), index: 2 };
    }),
    's.json is not the report of a shard.',
  ],
  ...['1', '1,0', '1,2,', '1,,2,3', '', '1,x', '1,99999999999999999'].map(
    (places): [string, string, string] => [
      `a shard with the places ${JSON.stringify(places)}`,
      shardJson((report) => {
        const part = { input: 0, part: 0, groups: [[0, places]], messages: [] };
        report['shard'] = { ...makeShard(), parts: [part] };
      }),
      's.json is not the report of a shard.',
    ],
  ),
])('%s is no report of a shard', async (_, content, message) => {
  await expect(parseShardReport(Buffer.from(content), 's.json', '1.2.3')).rejects.toMatchObject({
    code: 'file_malformed',
    message,
    hint: expect.stringContaining('--shard'),
  });
});

test('the NDJSON report has the records of --json: each finding, the coverage where it was asked for, the summary', () => {
  const run = makeRun();
  const records = parseRecords(toNdjsonReport(run, { limits: { maxWarnings: 1 }, required: REQUIRED }));
  expect(ofType('finding', records).map(({ code, line }) => [code, line])).toEqual(
    run.findings.map(({ code, line }) => [code, line]),
  );
  expect(ofType('finding', records)[0]).toMatchObject({
    fingerprint: run.findings[0]?.fingerprint,
    docs: 'docs/findings.md#field_missing',
  });
  expect(records.slice(-2)).toMatchObject([
    { type: 'coverage' },
    {
      type: 'summary',
      files: 2,
      payloads: 2,
      errors: 6,
      warnings: 2,
      accepted: 1,
      failedBy: 'errors',
      maxWarnings: 1,
    },
  ]);
  const plain = parseRecords(toNdjsonReport(gather([part()]), { limits: {} }));
  expect(plain).toEqual([
    { type: 'summary', command: 'validate', files: 1, payloads: 1, errors: 0, warnings: 0 },
  ]);
});

test('findings beyond the 10,000 that are listed are counted at the end of the NDJSON report', () => {
  const places = Array.from({ length: 10_001 }, (_, index) => [index + 1, 1]).flat();
  const run = gather([part({ groups: [{ finding: text(), places }] })]);
  const last = toNdjsonReport(run, { limits: {} }).trimEnd().split('\n').at(-1) ?? '';
  expect(JSON.parse(last)).toMatchObject({ type: 'summary', errors: 10_001, hidden: 1 });
});

test('the drift report holds what is not in the catalogue, as its schema says', () => {
  const report = parseAs('drift.v1.json', toDriftReport(makeRun(), '1.2.3'));
  expect(report).toMatchObject({ version: 1, files: 2, payloads: 2 });
  expect(report.drift).toEqual([
    {
      kind: 'value',
      event: 'footprint.vault.updated',
      place: 'source',
      count: 1,
      examples: ['"api"'],
      first: { file: 'a.json', line: 2, column: 9 },
    },
    {
      kind: 'event',
      event: 'footprint.new',
      place: '',
      count: 1,
      examples: ['"footprint.new"'],
      first: { file: 'b.json', line: 2, column: 1 },
    },
  ]);
});

test('no control character of a file is in a report as it is', () => {
  const hostile = text({
    message: 'a\u001b[2J\u009b\u202e\u0007\u00ad\u{e0041}',
    path: ['\u001b'],
    event: '\u009b',
  });
  const run = gather([part({ groups: [{ finding: hostile, places: [1, 1] }] })], {
    files: ['\u001b]0;x\u0007'],
  });
  for (const report of [
    toJsonReport(run, { ...CONTEXT, shard: makeShard() }),
    toNdjsonReport(run, { limits: {}, coverage: true }),
    toDriftReport(run, '1'),
  ])
    expect(report).not.toMatch(UNSEEN);
});
