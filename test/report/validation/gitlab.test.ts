import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ValidationRun } from '../../../src/core/validation/run/run.ts';
import { renderGitlab } from '../../../src/report/validation/gitlab.ts';
import { volume } from '../../harness/volume.ts';
import { ABOUT, CUT, FULL, findingOf, hostileRun, NONE, runOf, SOME } from './runs.ts';

/**
 * What GitLab checks each issue with, and leaves all that follow one that does not fit; `path` is demanded besides, since it
 * makes a link of it. Source: gitlabhq/gitlabhq, app/validators/json_schemas/codeclimate.json and
 * lib/gitlab/ci/parsers/codequality/code_climate.rb, 2026.
 */
const ISSUE = {
  type: 'object',
  required: ['description', 'fingerprint', 'severity', 'location'],
  properties: {
    description: { type: 'string', minLength: 1 },
    fingerprint: { type: 'string', minLength: 1 },
    check_name: { type: 'string' },
    // Source: docs.gitlab.com/ci/testing/code_quality, "Code quality report format", 2026.
    severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
    location: {
      type: 'object',
      required: ['path', 'lines'],
      properties: {
        path: { type: 'string' },
        lines: {
          type: 'object',
          required: ['begin'],
          properties: { begin: { type: 'integer', minimum: 1 } },
        },
      },
    },
  },
};
const validate = new Ajv().compile({ type: 'array', items: ISSUE });

function issuesOf(run: ValidationRun) {
  const issues = JSON.parse(renderGitlab(run, ABOUT));
  expect([validate(issues), validate.errors]).toEqual([true, null]);
  const fingerprints = issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
  expect(new Set(fingerprints).size).toBe(issues.length);
  return issues;
}

test('each finding is an issue with its place, and errors weigh more than warnings', () => {
  const issues = issuesOf(SOME);
  expect(issues).toHaveLength(5);
  expect(issues[0]).toEqual({
    description: 'is_live must be a boolean, and is a string.',
    check_name: 'wrong_type',
    content: { body: expect.stringMatching(/Why it matters: .*\n- What to do: /) },
    fingerprint: findingOf().fingerprint,
    severity: 'major',
    location: { path: 'fixtures/a.json', lines: { begin: 3 } },
  });
  expect(issues[2]).toMatchObject({ severity: 'minor', location: { lines: { begin: 12 } } });
});

test('the same finding at another place of a file has a fingerprint of its own, which is the same in every run', () => {
  const [first, second] = issuesOf(SOME);
  expect(second.fingerprint).toBe(`${first.fingerprint}:2`);
  const moved = issuesOf(runOf([findingOf({ line: 40 }), findingOf({ line: 90 })]));
  expect(moved.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).toEqual([
    first.fingerprint,
    second.fingerprint,
  ]);
});

test('what is not listed is an issue of its own, and nothing found is an empty list', () => {
  expect(issuesOf(CUT).at(-1)).toEqual({
    description: '5 more findings are not listed.',
    check_name: 'omitted',
    fingerprint: 'omitted',
    severity: 'info',
    location: { path: 'a.json', lines: { begin: 3 } },
  });
  expect(issuesOf(NONE)).toEqual([]);
});

test('paths are those from the root of the repository', () => {
  const about = { ...ABOUT, pathOf: (file: string) => `packages/app/${file}` };
  expect(JSON.parse(renderGitlab(SOME, about))[0].location.path).toBe('packages/app/fixtures/a.json');
});

test('it fits, with fingerprints of their own, whatever findings hold, and of ten thousand', () => {
  fc.assert(
    fc.property(hostileRun, (run) => {
      expect(issuesOf(run)).toHaveLength(run.findings.length);
    }),
    { numRuns: volume(20, 100) },
  );
  expect(issuesOf(FULL)).toHaveLength(10_000);
});
