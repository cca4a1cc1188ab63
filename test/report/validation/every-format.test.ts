import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderGithub } from '../../../src/report/validation/github.ts';
import { renderGitlab } from '../../../src/report/validation/gitlab.ts';
import { renderValidationJunit } from '../../../src/report/validation/junit.ts';
import { renderMarkdown } from '../../../src/report/validation/markdown.ts';
import { renderSarif } from '../../../src/report/validation/sarif.ts';
import { renderTap } from '../../../src/report/validation/tap.ts';
import { UNSEEN } from '../../harness/unseen.ts';
import { volume } from '../../harness/volume.ts';
import { ABOUT, FULL, findingOf, hostileRun, runOf } from './runs.ts';

const FORMATS = [
  ['junit', renderValidationJunit],
  ['sarif', renderSarif],
  ['github', renderGithub],
  ['gitlab', renderGitlab],
  ['markdown', renderMarkdown],
  ['tap', renderTap],
] as const;

test.each(FORMATS)('%s holds nothing that steers a terminal, and ends in a line feed', (_, render) => {
  fc.assert(
    fc.property(hostileRun, (run) => {
      const text = render(run, ABOUT);
      expect(text).not.toMatch(UNSEEN);
      expect(text.isWellFormed()).toBe(true);
      expect(text.endsWith('\n')).toBe(true);
    }),
    { numRuns: volume(20, 50) },
  );
});

test.each(FORMATS)('%s of ten thousand findings takes less than a second or two', (_, render) => {
  const before = process.cpuUsage();
  render(FULL, ABOUT);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000_000).toBeLessThan(2);
});

test('every report for people and CI systems says why warnings were a failure', () => {
  const failure = 'With --strict, warnings fail as errors do.';
  const about = { ...ABOUT, strict: true, failure };
  const run = runOf([findingOf({ severity: 'warning' })]);
  for (const render of [renderGithub, renderMarkdown, renderTap, renderValidationJunit])
    expect(render(run, about)).toContain(failure);
});
