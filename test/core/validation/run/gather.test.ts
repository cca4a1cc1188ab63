import { expect, test } from 'vitest';
import { createGathering } from '../../../../src/core/validation/run/gather.ts';
import type { FiledFinding } from '../../../../src/core/validation/run/run.ts';
import { gather, LEVELS, message, part, text } from './sample.ts';

const toPlaces = (findings: readonly FiledFinding[]) =>
  findings.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);

test('nothing gives an empty run', () => {
  expect(gather([])).toEqual({
    files: [],
    payloads: 0,
    unreadable: 0,
    errors: 0,
    warnings: 0,
    accepted: 0,
    findings: [],
    omitted: 0,
    groups: [],
    seen: {},
    drift: [],
  });
});

test('findings of a part come in the order of their places, and to onFinding as well', () => {
  const told: FiledFinding[] = [];
  const groups = [
    { finding: text(), places: [1, 5, 3, 1] },
    { finding: text({ code: 'unknown_field', severity: 'warning', message: 'x' }), places: [1, 7, 2, 2] },
  ];
  const run = gather([part({ groups }), part({ input: 1, groups: [{ finding: text(), places: [1, 1] }] })], {
    onFinding: (finding) => told.push(finding),
  });
  expect(toPlaces(run.findings)).toEqual([
    'a.json:1:5 field_missing',
    'a.json:1:7 unknown_field',
    'a.json:2:2 unknown_field',
    'a.json:3:1 field_missing',
    'b.json:1:1 field_missing',
  ]);
  expect(told).toEqual(run.findings);
  expect(run).toMatchObject({ files: ['a.json', 'b.json'], payloads: 2, errors: 3, warnings: 2, omitted: 0 });
});

test('lines count from the beginning of the file', () => {
  const gathering = createGathering({ files: ['a.ndjson'], levels: LEVELS });
  const groups = [{ finding: text(), places: [2, 9] }];
  gathering.add(part({ groups }), 1);
  gathering.add(part({ part: 1, groups, messages: [message('msg_1', 'A', 2)] }), 100);
  gathering.add(part({ part: 2, messages: [message('msg_1', 'B', 1)] }), 200);
  expect(toPlaces(gathering.finish().findings)).toEqual([
    'a.ndjson:2:9 field_missing',
    'a.ndjson:101:9 field_missing',
    'a.ndjson:200:1 message_id_reused',
  ]);
});

test('findings of the same text are one group with its count and first three places, over files', () => {
  const groups = [{ finding: text(), places: [1, 1, 2, 1] }];
  const run = gather([part({ groups }), part({ input: 1, groups }), part({ input: 2, groups })]);
  expect(run.groups).toEqual([
    {
      ...text(),
      count: 6,
      places: [
        { file: 'a.json', line: 1, column: 1 },
        { file: 'a.json', line: 2, column: 1 },
        { file: 'b.json', line: 1, column: 1 },
      ],
    },
  ]);
});

test.each([
  ['code', { code: 'wrong_type' }],
  ['severity', { severity: 'warning' }],
  ['an index', { path: ['fields', 1] }],
  ['message', { message: 'another' }],
] as const)('another %s is another group', (_, more) => {
  const groups = [text({ path: ['fields', 0] }), text({ path: ['fields', 0], ...more })];
  const run = gather([part({ groups: groups.map((finding) => ({ finding, places: [1, 1] })) })]);
  expect(run.groups).toHaveLength(2);
});

test('another event is the same group, which then names none; single findings do', () => {
  const [one, other] = [text(), text({ event: 'footprint.onboarding.completed' })];
  const groups = [one, other, one].map((finding) => ({ finding, places: [1, 1] }));
  const run = gather([part({ groups })]);
  expect(run.groups).toMatchObject([{ event: null, count: 3 }]);
  expect(run.findings.map(({ event }) => event)).toEqual([one.event, other.event, one.event]);
});

test('beyond 10,000 findings and groups the counts stay exact', () => {
  const groups = Array.from({ length: 10_002 }, (_, index) => ({
    finding: text({ message: `m${index}` }),
    places: [index + 1, 1, index + 1, 2],
  }));
  const run = gather([part({ groups }), part({ input: 1, groups })]);
  expect(run.findings).toHaveLength(10_000);
  expect([run.errors, run.omitted]).toEqual([40_008, 30_008]);
  expect(run.groups).toHaveLength(10_000);
  expect(run.groups.at(-1)).toMatchObject({ message: 'm9999', count: 4 });
});

test('what the path and the event hold of a person is masked', () => {
  const finding = text({ path: ['jane@example.com'], event: 'jane@example.com' });
  const run = gather([part({ groups: [{ finding, places: [1, 1] }] })]);
  expect(JSON.stringify(run)).not.toContain('jane');
  expect(run.groups[0]).toMatchObject({ path: ['[e-mail]'], event: '[e-mail]' });
});

test('a message id that comes again with another body is told, with the place of the first', () => {
  const run = gather([
    part({ messages: [message('msg_1', 'A', 4), message('msg_1', 'A', 5)] }),
    part({ input: 1, messages: [message('msg_2', 'A', 1), message('msg_1', 'B', 2)] }),
  ]);
  expect(toPlaces(run.findings)).toEqual(['b.json:2:1 message_id_reused']);
  expect(run.findings[0]).toMatchObject({
    severity: 'error',
    message: 'Message id msg_1 came before with another body, at a.json:4:1.',
  });
});

test('the place of the first delivery is no part of the fingerprint', () => {
  const printAt = (line: number) =>
    gather([part({ messages: [message('msg_1', 'A', line), message('msg_1', 'B', 9)] })]).findings[0];
  expect(printAt(4)?.fingerprint).toBe(printAt(5)?.fingerprint);
  expect(printAt(4)?.message).not.toBe(printAt(5)?.message);
});

test('the level of message_id_reused decides how much it weighs, or that it is not looked for', () => {
  const parts = [part({ messages: [message('msg_1', 'A'), message('msg_1', 'B')] })];
  expect(gather(parts, { levels: { ...LEVELS, message_id_reused: 'warning' } })).toMatchObject({
    errors: 0,
    warnings: 1,
  });
  expect(gather(parts, { levels: { ...LEVELS, message_id_reused: 'off' } })).toMatchObject({ findings: [] });
});

test('an id that is not of the form of Svix is masked', () => {
  const id = 'jane@example.com\u001b[2J';
  const run = gather([part({ messages: [message(id, 'A'), message(id, 'B')] })]);
  expect(run.findings[0]?.message).toContain('[e-mail]');
  expect(JSON.stringify(run)).not.toContain('jane');
});

test('groups are in the order of their first places, also those about message ids', () => {
  const groups = [{ finding: text(), places: [5, 1] }];
  const messages = [message('msg_1', 'A', 1), message('msg_1', 'B', 2)];
  expect(gather([part({ groups, messages })]).groups.map(({ code }) => code)).toEqual([
    'message_id_reused',
    'field_missing',
  ]);
});

test('an input of whose parts none holds a payload is empty, in the order of the inputs', () => {
  const none = { payloads: 0, isEmpty: true };
  const torn = [{ finding: text({ code: 'torn_capture', severity: 'warning' }), places: [7, 1] }];
  const parts = [
    part({ ...none, groups: torn }),
    part({ ...none, part: 1 }),
    part({ input: 1, ...none }),
    part({ input: 1, part: 1 }),
    part({ input: 2, ...none }),
  ];
  const run = gather(parts);
  expect(toPlaces(run.findings)).toEqual(['a.json:7:1 torn_capture', 'a.json:1:1 empty', 'c.json:1:1 empty']);
  expect(run.errors).toBe(2);
  expect(gather(parts, { isShare: (input) => input === 2 }).errors).toBe(1);
  expect(gather(parts, { levels: { ...LEVELS, empty: 'warning' } }).warnings).toBe(3);
  expect(gather(parts, { levels: { ...LEVELS, empty: 'off' } }).errors).toBe(0);
});
