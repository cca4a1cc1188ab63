import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import {
  type Baseline,
  compareBaselines,
  createAcceptance,
  createBaselineMaker,
  encodeBaseline,
} from '../../../../src/core/validation/baseline/baseline.ts';
import { parseBaseline } from '../../../../src/core/validation/baseline/parse-baseline.ts';
import { toFingerprint } from '../../../../src/core/validation/run/fingerprint.ts';
import { gather, message, part, text } from '../run/sample.ts';

const UNKNOWN = text({ code: 'unknown_field', severity: 'warning', path: ['x'], message: 'x' });
const PARTS = [
  part({ groups: [{ finding: text(), places: [1, 1, 5, 1] }] }),
  part({
    input: 1,
    groups: [
      { finding: text(), places: [7, 1] },
      { finding: UNKNOWN, places: [8, 1] },
    ],
    messages: [message('msg_1', 'A', 1), message('msg_1', 'B', 2)],
  }),
];

function makeBaseline(parts = PARTS): Baseline {
  const maker = createBaselineMaker();
  gather(parts, { baseline: maker });
  return maker.toBaseline();
}

test('a baseline has each fingerprint once with its count, sorted, and no line', () => {
  const { findings } = makeBaseline();
  expect(findings.map(({ file, code, count }) => [file, code, count])).toEqual([
    ['a.json', 'field_missing', 2],
    ['b.json', 'field_missing', 1],
    ['b.json', 'message_id_reused', 1],
    ['b.json', 'unknown_field', 1],
  ]);
  expect(findings[2]?.message).toBe('Message id msg_1 came before with another body.');
});

test('what a baseline has is accepted, also when lines have moved, and is in no other count', () => {
  const moved = PARTS.map((each) => ({
    ...each,
    groups: each.groups.map(({ finding, places }) => ({
      finding,
      places: places.map((number, index) => (index % 2 === 0 ? number + 10 : number)),
    })),
  }));
  expect(gather(moved, { baseline: createAcceptance(makeBaseline()) })).toMatchObject({
    errors: 0,
    warnings: 0,
    accepted: 5,
    findings: [],
    groups: [],
    drift: [],
  });
});

test('of more findings than a baseline has, the first are accepted', () => {
  const more = [part({ groups: [{ finding: text(), places: [1, 1, 5, 1, 6, 1] }] }), ...PARTS.slice(1)];
  const run = gather(more, { baseline: createAcceptance(makeBaseline()) });
  expect(run).toMatchObject({ errors: 1, accepted: 5 });
  expect(run.findings).toMatchObject([{ file: 'a.json', line: 6 }]);
  expect(run.groups).toMatchObject([{ count: 1, places: [{ file: 'a.json', line: 6, column: 1 }] }]);
});

test('a baseline of one file accepts nothing in another', () => {
  const acceptance = createAcceptance(makeBaseline(PARTS.slice(0, 1)));
  expect(gather(PARTS.slice(1), { baseline: acceptance })).toMatchObject({ errors: 2, accepted: 0 });
});

test('what did not occur is counted, but only of files that were checked', () => {
  const acceptance = createAcceptance(makeBaseline());
  const { files } = gather([part()], { baseline: acceptance });
  expect(acceptance.countGone(files)).toBe(2);
  expect(acceptance.countGone(['./b.json'])).toBe(3);
  expect(acceptance.countGone([])).toBe(0);
});

test('a file that cannot be read is never accepted', () => {
  const unreadable = text({ code: 'file_unreadable' });
  const parts = [part({ groups: [{ finding: unreadable, places: [1, 1] }] })];
  expect(makeBaseline(parts).findings).toEqual([]);
  const fingerprint = toFingerprint(unreadable, 'a.json');
  const entry = { fingerprint, code: 'file_unreadable', file: 'a.json', message: '', count: 9 };
  const baseline = createAcceptance({ version: 1, findings: [entry] });
  expect(gather(parts, { baseline })).toMatchObject({ errors: 1, accepted: 0 });
});

test('an update says how many findings are new and how many are gone', () => {
  const [before, after] = [makeBaseline(PARTS.slice(0, 1)), makeBaseline(PARTS.slice(1))];
  expect(compareBaselines(before, after)).toEqual({ added: 3, removed: 2 });
  expect(compareBaselines(before, before)).toEqual({ added: 0, removed: 0 });
});

test('more different findings than anybody goes through are refused', () => {
  const maker = createBaselineMaker();
  const accept = (index: number) =>
    maker.accept({ fingerprint: String(index), code: 'empty', file: 'a', message: '' }, 1);
  for (let index = 0; index < 100_000; index += 1) accept(index);
  expect(() => accept(100_000)).toThrow('There are more than 100000 different findings');
});

const parse = (content: string) => parseBaseline(Buffer.from(content), 'b.json');

test('a baseline that is written is read as the same', async () => {
  const baseline = makeBaseline();
  const content = encodeBaseline(baseline);
  expect(await parse(content)).toEqual(baseline);
  expect(await parse(`\ufeff${content.replaceAll('\n', '\r\n')}`)).toEqual(baseline);
});

test('an entry that stands twice after a merge of branches counts as the greater', async () => {
  const [entry] = makeBaseline().findings;
  const twice = { version: 1, findings: [{ ...entry, count: 3 }, entry] };
  expect((await parse(JSON.stringify(twice))).findings).toEqual([{ ...entry, count: 3 }]);
});

test.each([
  ['{\n<<<<<<< HEAD\n}', 'b.json:2:1: this is not JSON'],
  ['', 'b.json:1:1: this is not JSON'],
  ['[]', 'b.json:1:1: this is not as in a baseline.'],
  ['{"version":2,"findings":[]}', 'b.json is a baseline of version 2, and version 1 is what is read here.'],
  ['{"version":1,\n"findings":[{"count":0}]}', 'b.json:2:'],
  ['{"version":1}', 'b.json:1:'],
])('%j is refused with its place', async (content, start) => {
  await expect(parse(content)).rejects.toMatchObject({
    code: 'file_malformed',
    message: expect.stringContaining(start),
    hint: expect.stringContaining('--update-baseline'),
  });
});
