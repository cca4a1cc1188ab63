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
