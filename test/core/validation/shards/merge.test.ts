import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAcceptance, createBaselineMaker } from '../../../../src/core/validation/baseline/baseline.ts';
import { parseRequirement } from '../../../../src/core/validation/coverage/requirement.ts';
import type { PartResult } from '../../../../src/core/validation/parts/part.ts';
import { carryPart } from '../../../../src/core/validation/run/carry.ts';
import { createGathering } from '../../../../src/core/validation/run/gather.ts';
import type { FiledFinding, ValidationRun } from '../../../../src/core/validation/run/run.ts';
import { mergeReports } from '../../../../src/core/validation/shards/merge.ts';
import { createShardKeeper, type ShardReport } from '../../../../src/core/validation/shards/shard.ts';
import { toJsonReport } from '../../../../src/report/validation/json.ts';
import { parseShardReport } from '../../../../src/report/validation/parse-shard.ts';
import { volume } from '../../../harness/volume.ts';
import { LEVELS, message, part, text } from '../run/sample.ts';

const FILES = ['a.json', 'b.ndjson', 'c.ndjson', 'd.json'];

/** A part, the line on which it begins, and the shard that checks it. */
interface Task {
  readonly result: PartResult;
  readonly firstLine: number;
  readonly shard: number;
}

const CODES = [
  'field_missing',
  'unknown_field',
  'unknown_value',
  'unknown_event',
  'coverage_missing',
] as const;
const finding = fc.record({
  code: fc.constantFrom(...CODES),
  severity: fc.constantFrom('error' as const, 'warning' as const),
  message: fc.constantFrom('x', 'y'),
  path: fc.constantFrom(['a'], ['b', 0], ['jane@example.com']),
  event: fc.constantFrom(null, 'footprint.vault.updated', 'jane@example.com'),
  actual: fc.constantFrom('1', '2', '3', '4', '5', '6', '7'),
});
const places = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((pairs) => pairs.sort(([line, column], [row, at]) => line - row || column - at).flat());
const seen = fc.constantFrom(
  {},
  { 'footprint.vault.updated': { count: 2, values: { source: { dashboard: 1 } } } },
  { 'footprint.user.manual_review': { count: 1, values: {} } },
);
const seenMessage = fc
  .tuple(
    fc.constantFrom('msg_1', 'msg_2', 'jane@example.com'),
    fc.constantFrom('A', 'B'),
    fc.integer({ min: 1, max: 9 }),
  )
  .map(([id, digest, line]) => message(id, digest, line));
const task = fc.record({
  shard: fc.integer({ min: 1, max: 3 }),
  payloads: fc.nat(5),
  isEmpty: fc.boolean(),
  groups: fc.array(fc.record({ finding, places }), { maxLength: 4 }),
  seen,
  messages: fc.array(seenMessage, { maxLength: 3 }),
});

/** Parts in the order of the input, each with ten lines. */
const tasks = fc.array(fc.array(task, { maxLength: 4 }), { maxLength: FILES.length }).map((inputs) =>
  inputs.flatMap((parts, input) =>
    parts.map(({ shard, ...found }, index): Task => {
      return { result: { ...found, input, part: index, lines: 10 }, firstLine: 1 + 10 * index, shard };
    }),
  ),
);

async function runShard(tasks: readonly Task[], index: number, of = 3): Promise<ShardReport> {
  const gathering = createGathering({ files: FILES, levels: LEVELS });
  const keeper = createShardKeeper({ index, of, plan: 'p' }, FILES);
  for (const { result, firstLine } of tasks.filter(({ shard }) => shard === index)) {
    const carried = carryPart(result, firstLine);
    gathering.addCarried(carried);
    keeper.add(carried);
  }
  const context = { version: '1.0.0', levels: LEVELS, limits: {}, shard: keeper.finish() };
  const json = toJsonReport(gathering.finish(), context);
  return parseShardReport(Buffer.from(json), `shard-${index}.json`, '1.0.0');
}

/** All that a run says, also one by one. */
interface Said {
  readonly run: ValidationRun;
  readonly told: readonly FiledFinding[];
}

type Baseline = Parameters<typeof createAcceptance>[0];
const required = parseRequirement(['vault.updated', 'user.*']);

function runWhole(tasks: readonly Task[], baseline: Baseline): Said {
  const told: FiledFinding[] = [];
  const options = {
    baseline: createAcceptance(baseline),
    required,
    onFinding: (each: FiledFinding) => void told.push(each),
  };
  const gathering = createGathering({ files: FILES, levels: LEVELS, ...options });
  for (const { result, firstLine } of tasks) gathering.add(result, firstLine);
  return { run: gathering.finish(), told };
}

function merge(reports: readonly ShardReport[], baseline: Baseline): Said {
  const told: FiledFinding[] = [];
  const options = {
    baseline: createAcceptance(baseline),
    required,
    onFinding: (each: FiledFinding) => void told.push(each),
  };
  return { run: mergeReports(reports, options), told };
}

/** A baseline that accepts some of what is found, and not always all of a fingerprint. */
function makeBaseline(tasks: readonly Task[]): Baseline {
  const maker = createBaselineMaker();
  const gathering = createGathering({ files: FILES, levels: LEVELS, baseline: maker });
  for (const { result, firstLine } of tasks.slice(0, 4)) gathering.add(result, firstLine);
  gathering.finish();
  const { findings } = maker.toBaseline();
  return {
    version: 1,
    findings: findings
      .filter((_, index) => index % 3 !== 0)
      .map((entry) => ({ ...entry, count: Math.ceil(entry.count / 2) })),
  };
}

test('the merged reports of shards say exactly what one run says, whatever is checked where', async () => {
  await fc.assert(
    fc.asyncProperty(tasks, fc.boolean(), async (tasks, hasBaseline) => {
      const baseline = hasBaseline ? makeBaseline(tasks) : { version: 1 as const, findings: [] };
      const reports = await Promise.all([3, 1, 2].map((index) => runShard(tasks, index)));
      expect(merge(reports, baseline)).toEqual(runWhole(tasks, baseline));
    }),
    { numRuns: volume(20, 100) },
  );
});

test('more findings than a report lists are merged as exactly', async () => {
  const groups = (from: number) =>
    Array.from({ length: 5_300 }, (_, index) => ({
      finding: text({ message: `m${from + index}` }),
      places: [index + 1, 1, index + 1, 5],
    }));
  const tasks = [0, 5_000, 5_200].map((from, index) => ({
    result: part({ input: 1, part: index, groups: groups(from) }),
    firstLine: 1 + 5_300 * index,
    shard: 1 + (index % 2),
  }));
  const baseline = makeBaseline(tasks.slice(0, 1));
  const merged = merge([await runShard(tasks, 1, 2), await runShard(tasks, 2, 2)], baseline);
  // As text, because it takes seconds to compare so much piece by piece.
  expect(JSON.stringify(merged)).toBe(JSON.stringify(runWhole(tasks, baseline)));
  expect([merged.run.findings.length, merged.run.groups.length]).toEqual([10_000, 10_000]);
  expect(merged.told.length).toBeGreaterThan(20_000);
});

test('a shard with more findings than its report can hold says so', () => {
  const keeper = createShardKeeper({ index: 2, of: 8, plan: 'p' }, FILES);
  const places = Array.from({ length: 2_000_000 }, () => 1);
  const carried = carryPart(part({ groups: [{ finding: text(), places }] }), 1);
  expect(() => {
    for (let times = 0; times < 6; times += 1) keeper.add(carried);
  }).toThrow('Shard 2 of 8 has more findings and messages than its report can hold.');
});

const report = (index: number, more: Partial<ShardReport['shard']> = {}, levels = LEVELS): ShardReport => ({
  name: `s${index}.json`,
  levels,
  shard: { ...createShardKeeper({ index, of: 2, plan: 'p' }, FILES).finish(), ...more },
});

test.each<[readonly ShardReport[], string]>([
  [[], '--merge was given no report.'],
  [[report(2)], 'The run was cut into 2 shards, and of these shard 1 is not among the reports.'],
  [
    [report(3, { of: 4 })],
    'The run was cut into 4 shards, and of these shards 1, 2, 4 are not among the reports.',
  ],
  [[report(1), { ...report(1), name: 'copy.json' }], 's1.json and copy.json are both shard 1 of 2.'],
  [
    [report(1), report(2, { of: 3 })],
    's1.json and s2.json are not of one run: one is a shard of 2, the other of 3.',
  ],
  [
    [report(1), report(2, { inputs: ['x.json'] })],
    's1.json and s2.json are of other inputs: only s1.json has a.json.',
  ],
  [
    [report(1, { inputs: ['a.json'] }), report(2)],
    's1.json and s2.json are of other inputs: only s2.json has b.ndjson.',
  ],
  [
    [report(1), report(2, {}, { ...LEVELS, empty: 'off' })],
    's1.json and s2.json were made with other rules: empty is error and off.',
  ],
  [
    [report(1), report(2, { plan: 'q' })],
    's1.json and s2.json were made of other files or with other flags.',
  ],
])('reports that are not those of all shards of one run are refused (%#)', (reports, message) => {
  expect(() => mergeReports(reports, {})).toThrow(
    expect.objectContaining({ code: 'usage', message, hint: expect.any(String) }),
  );
});
