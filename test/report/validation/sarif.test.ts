import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Draft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import type { Log } from 'sarif';
import { expect, test } from 'vitest';
import { FINDING_CODES, RULES } from '../../../src/core/validation/rules/rules.ts';
import type { ValidationRun } from '../../../src/core/validation/run/run.ts';
import type { ReportAbout } from '../../../src/report/validation/about.ts';
import { renderSarif } from '../../../src/report/validation/sarif.ts';
import { volume } from '../../harness/volume.ts';
import { ABOUT, CUT, FULL, findingOf, hostileRun, NONE, PUBLISHED, runOf, SOME } from './runs.ts';

/** The official schema, as Microsoft's tests of SARIF have it: SARIF 2.1.0, revision rtm.5. One of its patterns is none of Unicode. */
const ajv = new Draft4.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

function runIn(run: ValidationRun, about: ReportAbout = ABOUT) {
  const log: Log = JSON.parse(renderSarif(run, about));
  expect([validate(log), validate.errors]).toEqual([true, null]);
  const [only] = log.runs;
  if (only?.results === undefined) throw new Error('It has no run with results.');
  return { ...only, log, results: only.results };
}

test('a finding is a result with its rule, weight, place and the path of its value', () => {
  const { results, tool } = runIn(SOME);
  expect(results[2]).toEqual({
    ruleId: 'unknown_value',
    ruleIndex: expect.any(Number),
    level: 'warning',
    message: { text: 'status is "odd", which is not one of those known.' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'fixtures/a.json', uriBaseId: '%SRCROOT%' },
          region: { startLine: 12, startColumn: 5, endLine: 12, endColumn: 6 },
        },
        logicalLocations: [{ name: 'a/b~c', fullyQualifiedName: '/items/0/a~1b~0c', kind: 'property' }],
      },
    ],
    partialFingerprints: { 'fpWebhooks/v1': SOME.findings[2]?.fingerprint },
    properties: { event: 'footprint.user.created', expected: 'pass, fail or none', actual: '"odd"' },
  });
  expect(tool.driver.rules?.[results[2]?.ruleIndex ?? -1]?.id).toBe('unknown_value');
});

/** Source: docs.github.com, "SARIF support for code scanning", what is marked as required, 2026. */
test('it has all that GitHub demands, and nothing of it is empty', () => {
  const { log, results, tool } = runIn(SOME);
  expect(log).toMatchObject({ $schema: expect.stringMatching(/sarif-2\.1\.0\.json$/), version: '2.1.0' });
  expect(tool.driver).toMatchObject({ name: 'fp-webhooks', version: '1.2.3', semanticVersion: '1.2.3' });
  expect(tool.driver.rules?.map(({ id }) => id).toSorted()).toEqual(FINDING_CODES.toSorted());
  for (const rule of tool.driver.rules ?? []) {
    for (const text of [rule.shortDescription?.text, rule.fullDescription?.text, rule.help?.text])
      expect(text).toMatch(/^.{10,1024}$/s);
  }
  for (const { message, locations, partialFingerprints } of results) {
    const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {};
    expect(message.text).not.toBe('');
    expect(artifactLocation?.uri).not.toBe('');
    expect(Object.values(region ?? {}).every((each) => each >= 1)).toBe(true);
    expect(Object.keys(region ?? {})).toHaveLength(4);
    expect(Object.keys(partialFingerprints ?? {})).toHaveLength(1);
  }
});

test('results of one run have different fingerprints, which stay when lines move', () => {
  const marks = (run: ValidationRun) =>
    runIn(run).results.map(({ partialFingerprints }) => Object.values(partialFingerprints ?? {})[0]);
  expect(new Set(marks(SOME)).size).toBe(SOME.findings.length);
  expect(marks(runOf([findingOf({ line: 7 }), findingOf({ line: 70 })]))).toEqual(marks(SOME).slice(0, 2));
});

test.each([
  ['a b/ä#?%.json', 'a%20b/%C3%A4%23%3F%25.json', true],
  ['c:x', 'c%3Ax', true],
  ['/tmp/a b.json', 'file:///tmp/a%20b.json', false],
  ['C:/tmp/a.json', 'file:///C:/tmp/a.json', false],
  ['(standard input)', '(standard%20input)', false],
])('the file %s has the URI %s', (file, uri, isBelowRoot) => {
  const [result] = runIn(runOf([findingOf({ file })])).results;
  expect(result?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual({
    uri,
    ...(isBelowRoot && { uriBaseId: '%SRCROOT%' }),
    ...(file.startsWith('(') && { description: { text: '(standard input) is not a file.' } }),
  });
});

test('rules link to their page where it is known where that is', () => {
  const [rule] = runIn(SOME, PUBLISHED).tool.driver.rules ?? [];
  expect(rule?.helpUri).toBe(
    'https://example.com/owner/fp-webhooks/blob/HEAD/docs/findings.md#not_an_object',
  );
  const [help] = runIn(SOME).tool.driver.rules ?? [];
  expect(help?.help?.text).toMatch(
    /Why it matters: .*\n\nWhat to do: .*\n\nSee fp-webhooks validate --explain not_an_object$/,
  );
  expect(help?.fullDescription?.text).toBe(RULES.not_an_object.meaning);
});

test('the end of the run is told, and what is not listed or not shown', () => {
  const invocationOf = (run: ValidationRun, about?: ReportAbout) => runIn(run, about).invocations?.[0];
  expect(invocationOf(NONE, { ...ABOUT, verdict: 'passed' })).toEqual({
    executionSuccessful: true,
    exitCode: 0,
    exitCodeDescription: 'clean',
    toolExecutionNotifications: [],
  });
  const cut = invocationOf(CUT);
  expect(cut?.exitCode).toBe(1);
  expect(cut?.toolExecutionNotifications?.map(({ message }) => message.text)).toEqual([
    '2 findings are accepted by the baseline.',
    '5 more findings are not listed.',
  ]);
  expect(invocationOf(FULL)?.toolExecutionNotifications?.map(({ message }) => message.text)).toEqual([
    'GitHub shows 5000 results of a run, errors first, and this has 10000.',
  ]);
});

test('a masked key stands in the pointer, and what looks like a link is none', () => {
  const [result] = runIn(
    runOf([findingOf({ path: ['[e-mail]'], message: '[x](https://evil.example)' })]),
  ).results;
  expect(result?.locations?.[0]?.logicalLocations?.[0]).toMatchObject({ fullyQualifiedName: '/[e-mail]' });
  expect(result?.message.text).toBe('[x] (https://evil.example)');
});

test('it is valid against the official schema, whatever files and messages hold', () => {
  fc.assert(
    fc.property(hostileRun, (run) => {
      const { results } = runIn(run);
      expect(results).toHaveLength(run.findings.length);
      const uris = results.map(
        ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '',
      );
      expect(uris.every((uri) => /^[\w!'()*./:%~-]*$/.test(uri))).toBe(true);
    }),
    { numRuns: volume(20, 50) },
  );
});
