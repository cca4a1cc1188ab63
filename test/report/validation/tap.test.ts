import fc from 'fast-check';
import { Parser, type Result } from 'tap-parser';
import { expect, test } from 'vitest';
import type { ValidationRun } from '../../../src/core/validation/run/run.ts';
import { toVisible } from '../../../src/report/text.ts';
import type { ReportAbout } from '../../../src/report/validation/about.ts';
import { renderTap } from '../../../src/report/validation/tap.ts';
import { volume } from '../../harness/volume.ts';
import { ABOUT, CUT, findingOf, hostileRun, NONE, runOf, SOME } from './runs.ts';

const PASSED = { ...ABOUT, verdict: 'passed' } as const;

/** Strict: a line that is no TAP is a failure of its own. */
function parse(run: ValidationRun, about: ReportAbout = PASSED) {
  const text = renderTap(run, about);
  const extra: string[] = [];
  const points: Result[] = [];
  const parser = new Parser({ strict: true });
  parser
    .on('extra', (line: string) => extra.push(line))
    .on('assert', (result: Result) => points.push(result));
  parser.end(text);
  expect(text.split('\n')[0]).toBe('TAP version 14');
  expect([extra, parser.results?.failures.filter(({ tapError }) => tapError)]).toEqual([[], []]);
  return { points, results: parser.results, text };
}

test('each file is a test point with its findings as YAML', () => {
  const { points, results } = parse(SOME);
  expect(results).toMatchObject({ ok: false, count: 4, pass: 2, fail: 2, plan: { start: 1, end: 4 } });
  expect(points.map(({ ok, name }) => [ok, name])).toEqual([
    [false, 'fixtures/a.json'],
    [true, 'fixtures/clean.json'],
    [false, 'fixtures/b c.ndjson'],
    [true, '(standard input)'],
  ]);
  expect(points[0]?.diag).toMatchObject({ errors: 2, warnings: 1 });
  expect(points[0]?.diag.findings[2]).toEqual({
    code: 'unknown_value',
    severity: 'warning',
    line: 12,
    column: 5,
    message: 'status is "odd", which is not one of those known.',
    path: 'items[0]["a/b~c"]',
    event: 'footprint.user.created',
    expected: 'pass, fail or none',
    actual: '"odd"',
    docs: 'fp-webhooks validate --explain unknown_value',
  });
  expect(points[1]?.diag).toBeNull();
});

test('the totals are a comment', () => {
  expect(parse(SOME, ABOUT).text).toContain('\n# ✗ 12 payloads in 4 files: 3 errors, 2 warnings.\n');
  expect(parse({ ...CUT, accepted: 1 }).text).toContain('\n# 1 finding is accepted by the baseline.\n');
});

test('where not all is listed a point fails for it, and files of which nothing is known are skipped', () => {
  const { points } = parse(CUT);
  expect(points.map(({ ok, skip }) => [ok, skip])).toEqual([
    [false, false],
    [false, false],
    [true, 'not all findings are listed'],
    [true, 'not all findings are listed'],
    [false, false],
  ]);
  expect(points[4]?.diag).toEqual({ message: '2 errors and 3 warnings more are not listed here.' });
});

test('a run that fails though no file does has a point that says so, and with --strict its files do', () => {
  const run = runOf([findingOf({ severity: 'warning' })]);
  expect(parse(run, ABOUT).points.map(({ ok, name }) => [ok, name])).toEqual([
    [true, 'fixtures/a.json'],
    [false, 'the run passes'],
  ]);
  expect(parse(run, { ...ABOUT, strict: true }).points.map(({ ok }) => ok)).toEqual([false]);
});

test('nothing to check is a plan of nothing, with the reason', () => {
  expect(parse(NONE).results).toMatchObject({ plan: { start: 1, end: 0, comment: 'nothing was checked' } });
});

test.each(['a # SKIP b.json', 'a\\# TODO.json', '7', '- x', 'pragma +bail', '..', 'a{b'])(
  'a file called %j is only a name',
  (file) => {
    const { points, results } = parse(runOf([findingOf({ file })]));
    expect(points).toMatchObject([{ ok: false, name: file, todo: false, skip: false }]);
    expect(results?.fail).toBe(1);
  },
);

test('a file whose name ends in a brace begins no subtest', () => {
  const { points, results } = parse(runOf([findingOf({ file: 'a {' }), findingOf({ file: '{', input: 1 })]));
  expect([points.length, results?.fail]).toEqual([2, 2]);
});

test('a strict reader finds the files, counts and messages again, whatever they hold', () => {
  fc.assert(
    fc.property(hostileRun, (run) => {
      const { points } = parse(run);
      expect(points).toHaveLength(run.files.length);
      for (const [index, file] of run.files.entries()) {
        const own = run.findings.filter((finding) => finding.file === file);
        expect(points[index]?.ok).toBe(own.every(({ severity }) => severity === 'warning'));
        const messages =
          points[index]?.diag?.findings.map(({ message }: { message: string }) => message) ?? [];
        expect(messages).toEqual(own.map(({ message }) => toVisible(message).toWellFormed()));
      }
    }),
    { numRuns: volume(20, 100) },
  );
});
