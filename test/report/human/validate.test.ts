import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordOf } from '../../../src/report/records.ts';
import { toClosingRecords, toGroupRecords } from '../../../src/report/validation/to-records.ts';
import { widthOfText } from '../../../src/report/width.ts';
import { gather, part, text } from '../../core/validation/run/sample.ts';
import { CODE_POINT } from '../../harness/code-point.ts';
import { UNSEEN } from '../../harness/unseen.ts';
import { volume } from '../../harness/volume.ts';
import { render } from '../sample.ts';
import { makeRun, REQUIRED } from '../validation/sample.ts';

const show = (columns: number) => {
  const run = makeRun();
  return render(
    [...toGroupRecords(run.groups), ...toClosingRecords(run, { limits: {}, required: REQUIRED }, 0)],
    columns,
  );
};

test('findings of the same text are shown once, with their first places and one link a rule', () => {
  const groups = toGroupRecords(makeRun().groups);
  expect(render(groups, 100)).toBe(
    [
      'a.json:1:1  error  field_missing',
      '    `fp_id` is missing; it should be a string.',
      '    and 3 more: a.json:2:1, a.json:3:1 …',
      '    fp-webhooks validate --explain field_missing',
      'a.json:2:9  warning  unknown_value',
      '    "api" is not a value this tool knows; `source` is usually dashboard.',
      '    fp-webhooks validate --explain unknown_value',
      'b.json:2:1  warning  unknown_event',
      '    This event is not in the catalogue.',
      '    came: "footprint.new"',
      '    fp-webhooks validate --explain unknown_event',
      'b.json:7:1  error  message_id_reused',
      '    Message id msg_1 came before with another body, at a.json:1:1.',
      '    fp-webhooks validate --explain message_id_reused',
      '(all inputs):1:1  error  coverage_missing',
      '    user.manual_review is required, and no input has it.',
      '    fp-webhooks validate --explain coverage_missing',
      '',
    ].join('\n'),
  );
});

test('a rule is linked at its first finding only', () => {
  const groups = ['x', 'y'].map((message) => ({ finding: text({ message }), places: [1, 1] }));
  const shown = render(toGroupRecords(gather([part({ groups })]).groups));
  expect(shown.match(/--explain/g)).toHaveLength(1);
});

test.each([
  [2, '    and 1 more: a.json:2:1\n'],
  [3, '    and 2 more: a.json:2:1, a.json:3:1\n'],
  [4, '    and 3 more: a.json:2:1, a.json:3:1 …\n'],
])('of %i places the first three are shown, and an ellipsis only for others', (count, shown) => {
  const places = Array.from({ length: count }, (_, index) => [index + 1, 1]).flat();
  const run = gather([part({ groups: [{ finding: text(), places }] })]);
  expect(render(toGroupRecords(run.groups))).toContain(shown);
});

test('the coverage is a table of events, with the values of those that came', () => {
  const run = makeRun();
  const shown = render(toClosingRecords(run, { limits: {}, required: REQUIRED }, 0), 100);
  const [, title, ...lines] = shown.split('\n');
  expect(title).toMatch(/^Coverage: 1 of 7 events, 1 of \d+ documented values$/);
  expect(lines).toContain('       0  onboarding.completed');
  expect(lines).toContain('       0  user.manual_review  required, and missing');
  expect(lines).toContain('       4  vault.updated');
  expect(lines).toContain('          source                        dashboard 3');
  expect(shown).not.toContain('never');
});

test('a value that never came is named', () => {
  const seen = {
    'footprint.watchlist_check.completed': { count: 3, values: { status: { pass: 2, error: 1 } } },
  };
  const shown = render(toClosingRecords(gather([part({ seen })]), { limits: {}, coverage: true }, 0));
  expect(shown).toMatch(
    / 3 {2}watchlist_check\.completed\n +status +pass 2 · error 1 · never: fail, pending\n/,
  );
});

type Summary = Extract<RecordOf<'summary'>, { command: 'validate' }>;
const SUMMARY: Summary = {
  type: 'summary',
  command: 'validate',
  files: 2,
  payloads: 3,
  errors: 0,
  warnings: 0,
};

test.each<[Partial<Summary>, string]>([
  [{}, '✓ 3 payloads in 2 files: 0 errors, 0 warnings.\n'],
  [{ warnings: 1 }, '\n✓ 3 payloads in 2 files: 0 errors, 1 warning.\n'],
  [{ errors: 1, failedBy: 'errors' }, '\n✗ 3 payloads in 2 files: 1 error, 0 warnings.\n'],
  [
    { warnings: 1, failedBy: 'strict' },
    '\n✗ 3 payloads in 2 files: 0 errors, 1 warning.\n  With --strict, warnings fail as errors do.\n',
  ],
  [
    { warnings: 3, failedBy: 'max_warnings', maxWarnings: 2 },
    '\n✗ 3 payloads in 2 files: 0 errors, 3 warnings.\n  That is a failure: --max-warnings 2 allows no more than 2 warnings.\n',
  ],
  [
    { warnings: 3, failedBy: 'max_warnings', maxWarnings: 0 },
    '\n✗ 3 payloads in 2 files: 0 errors, 3 warnings.\n  That is a failure: --max-warnings 0 allows none.\n',
  ],
  [{ coverage: { events: 1, values: 2 } }, '\n✓ 3 payloads in 2 files: 0 errors, 0 warnings.\n'],
  [
    { accepted: 2 },
    '✓ 3 payloads in 2 files: 0 errors, 0 warnings.\n  2 findings are accepted by the baseline.\n',
  ],
  [
    { warnings: 9, hidden: 1 },
    '\n✓ 3 payloads in 2 files: 0 errors, 9 warnings.\n  1 finding of these is not shown, because there are more than 10,000 different ones.\n',
  ],
])('the summary of %j says how it went and why', (more, shown) => {
  expect(render([{ ...SUMMARY, ...more }])).toBe(shown);
});

test.each([60, 100])(
  'everything fits a page of %i columns and has the same words as on a wide one',
  (columns) => {
    const shown = show(columns);
    expect(shown.split('\n').filter((line) => widthOfText(line) > columns)).toEqual([]);
    expect(shown.split(/\s+/)).toEqual(show(Number.POSITIVE_INFINITY).split(/\s+/));
  },
);

const outside = fc.oneof(
  fc.string({ unit: CODE_POINT, maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('\u001b', '[2J', '\u009b31m', '\n', '\r', '\u202e', '\u00ad', 'a', ' '),
    maxLength: 40,
  }),
);

test('whatever a file holds, no control character and nothing invisible reaches the terminal', () => {
  const finding = fc.record({ message: outside, expected: outside, actual: outside, event: outside });
  fc.assert(
    fc.property(finding, outside, fc.constantFrom(60, 100), (drawn, file, columns) => {
      const groups = [{ finding: text({ ...drawn, path: [drawn.actual] }), places: [1, 1, 2, 1, 3, 1] }];
      const shown = render(toGroupRecords(gather([part({ groups })], { files: [file] }).groups), columns);
      expect(shown).not.toMatch(UNSEEN);
    }),
    { numRuns: volume(40, 200) },
  );
});
