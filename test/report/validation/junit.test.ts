import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import type { ValidationRun } from '../../../src/core/validation/run/run.ts';
import { renderValidationJunit } from '../../../src/report/validation/junit.ts';
import { volume } from '../../harness/volume.ts';
import { ABOUT, CUT, findingOf, hostileRun, NONE, runOf, SOME } from './runs.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  isArray: (name) => name === 'testcase',
});

function suiteOf(run: ValidationRun, about = ABOUT) {
  const xml = renderValidationJunit(run, about);
  expect(XMLValidator.validate(xml)).toBe(true);
  const { testsuites } = parser.parse(xml);
  return { testsuites, cases: testsuites.testsuite.testcase ?? [] };
}

test('each file is a test case, which fails where it has an error and names every finding with its place', () => {
  const { testsuites, cases } = suiteOf(SOME);
  expect(testsuites).toMatchObject({ tests: '4', failures: '2', errors: '0' });
  expect(testsuites.testsuite.name).toBe('fp-webhooks validate');
  const [a, clean, b, stdin] = cases;
  expect(a).toMatchObject({ classname: 'validate.file', name: 'fixtures/a.json', file: 'fixtures/a.json' });
  expect(a.failure.message).toBe('2 errors, the first: is_live must be a boolean, and is a string.');
  expect(a.failure.type).toBe('wrong_type');
  expect(a.failure['#text'].split('\n').slice(1)).toEqual([
    'fixtures/a.json:3:5: error wrong_type: is_live must be a boolean, and is a string. (fp-webhooks validate --explain wrong_type)',
    'fixtures/a.json:9:5: error wrong_type: is_live must be a boolean, and is a string. (fp-webhooks validate --explain wrong_type)',
    'fixtures/a.json:12:5: warning unknown_value: status is "odd", which is not one of those known. (fp-webhooks validate --explain unknown_value)',
  ]);
  expect(Object.keys(clean)).toEqual(['classname', 'name', 'time', 'file']);
  expect(b.failure.message).toBe('This is not JSON.');
  expect(stdin).not.toHaveProperty('file');
});

test('warnings alone do not fail a case, and are its output', () => {
  const { cases } = suiteOf(SOME);
  expect(cases[3]).not.toHaveProperty('failure');
  expect(cases[3]['system-out']).toBe(
    '(standard input):3:5: warning zone_missing: No zone. (fp-webhooks validate --explain zone_missing)',
  );
});

test('where not all is listed a case fails for it, and a file of which nothing is known has not passed', () => {
  const { testsuites, cases } = suiteOf(CUT);
  expect(testsuites).toMatchObject({ tests: '5', failures: '3', skipped: '2' });
  expect(
    cases.map((each: object) => ('skipped' in each ? 'skipped' : 'failure' in each ? 'failed' : 'passed')),
  ).toEqual(['failed', 'failed', 'skipped', 'skipped', 'failed']);
  expect(cases[4].failure.message).toBe('2 errors and 3 warnings more are not listed here.');
  const warnings = suiteOf({ ...CUT, errors: 2, warnings: 5 });
  expect(warnings.cases[4]).not.toHaveProperty('failure');
  expect(warnings.cases[4]['system-out']).toBe('0 errors and 5 warnings more are not listed here.');
});

test('with --strict a file fails for a warning as well, and so do warnings that are not listed', () => {
  const strict = { ...ABOUT, strict: true };
  const { cases } = suiteOf(SOME, strict);
  expect(cases[0].failure.message).toMatch(/^3 findings, the first: /);
  expect(cases[3].failure.message).toBe('No zone.');
  expect(suiteOf({ ...CUT, errors: 2, warnings: 5 }, strict).cases[4]).toHaveProperty('failure');
});

test('a run that fails though no file does has a case that says so', () => {
  const run = runOf([findingOf({ severity: 'warning' })]);
  const { testsuites, cases } = suiteOf(run);
  expect(testsuites).toMatchObject({ tests: '2', failures: '1' });
  expect(cases[1].failure.message).toBe('The run failed. ✗ 12 payloads in 1 file: 0 errors, 1 warning.');
  expect(suiteOf(run, { ...ABOUT, verdict: 'passed' }).cases).toHaveLength(1);
});

test('a finding of a file that is not among the inputs is not lost', () => {
  const run = runOf([findingOf({ file: 'elsewhere.json' })], { files: ['here.json'] });
  expect(suiteOf(run).cases).toMatchObject([{ name: 'here.json' }, { name: 'elsewhere.json', failure: {} }]);
});

test('nothing to check is a suite without cases', () => {
  expect(suiteOf(NONE, { ...ABOUT, verdict: 'passed' }).testsuites).toMatchObject({
    tests: '0',
    failures: '0',
  });
});

test('it is well-formed XML with a case for each file, whatever files and messages hold', () => {
  fc.assert(
    fc.property(hostileRun, (run) => {
      const { cases } = suiteOf(run, { ...ABOUT, verdict: 'passed' });
      expect(cases).toHaveLength(run.files.length);
      const failing = new Set(
        run.findings.filter(({ severity }) => severity === 'error').map(({ file }) => file),
      );
      expect(cases.filter((each: object) => 'failure' in each)).toHaveLength(failing.size);
    }),
    { numRuns: volume(20, 100) },
  );
});
