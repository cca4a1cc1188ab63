import type { FailedBy } from '../../core/validation/run/outcome.ts';
import type { FiledFinding, ValidationRun } from '../../core/validation/run/run.ts';
import { toCount } from '../text.ts';
import type { ReportAbout } from './about.ts';

/** How it went in one line, `✗ 12 payloads in 3 files: 2 errors, 1 warning.`, and why that is a failure. Never throws. */
export function toTotals(run: ValidationRun, { verdict, failure }: ReportAbout): string {
  const looked = `${toCount(run.payloads, 'payload')} in ${toCount(run.files.length, 'file')}`;
  const found = `${toCount(run.errors, 'error')}, ${toCount(run.warnings, 'warning')}`;
  return `${verdict === 'passed' ? '✓' : '✗'} ${looked}: ${found}.${failure === undefined ? '' : ` ${failure}`}`;
}

/** What is in no list of a report, a sentence each. Never throws. */
export function toRest({ accepted, omitted }: ValidationRun): readonly string[] {
  return [
    ...(accepted === 0
      ? []
      : [`${toCount(accepted, 'finding is', 'findings are')} accepted by the baseline.`]),
    ...(omitted === 0 ? [] : [`${toCount(omitted, 'more finding is', 'more findings are')} not listed.`]),
  ];
}

/** How many findings of each weight are in no list. Never throws. */
export function toUnlisted({ findings, errors, warnings }: ValidationRun): {
  readonly errors: number;
  readonly warnings: number;
} {
  const listed = countErrors(findings);
  return { errors: errors - listed, warnings: warnings - (findings.length - listed) };
}

/** How many of them are errors. Never throws. */
export function countErrors(findings: readonly FiledFinding[]): number {
  return findings.filter(({ severity }) => severity === 'error').length;
}

/** What made a run fail. */
interface Failure {
  readonly failedBy?: FailedBy | undefined;
  readonly maxWarnings?: number | undefined;
}

/** Why a run failed that has no errors, in one sentence; that errors fail needs no words. Never throws. */
export function explainFailure({ failedBy, maxWarnings = 0 }: Failure): string | undefined {
  if (failedBy === 'strict') return 'With --strict, warnings fail as errors do.';
  if (failedBy === 'max_warnings')
    return maxWarnings === 0
      ? 'That is a failure: --max-warnings 0 allows none.'
      : `That is a failure: --max-warnings ${maxWarnings} allows no more than ${toCount(maxWarnings, 'warning')}.`;
  return undefined;
}
