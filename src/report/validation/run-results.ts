import type { ValidationRun } from '../../core/validation/run/run.ts';
import { toCount } from '../text.ts';
import type { ReportAbout } from './about.ts';
import type { FileResult } from './file-results.ts';
import { toTotals, toUnlisted } from './totals.ts';

/** What there is to say of the run as a whole, for the formats that count files as tests. */
export interface RunResult {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly isFailing: boolean;
}

/**
 * Findings that are in no list, and a failure that is none of a file, such as too many warnings: a report in which everything
 * passes must not stand beside a command that failed. Never throws.
 */
export function toRunResults(
  run: ValidationRun,
  results: readonly FileResult[],
  about: ReportAbout,
): readonly RunResult[] {
  const omitted = toOmitted(run, about);
  const isTold = [
    ...omitted.map(({ isFailing }) => isFailing),
    ...results.map(({ failing }) => failing.length > 0),
  ];
  if (about.verdict === 'passed' || isTold.includes(true)) return omitted;
  const message = `The run failed. ${toTotals(run, about)}`;
  return [...omitted, { name: 'the run passes', code: 'failed', message, isFailing: true }];
}

function toOmitted(run: ValidationRun, { strict = false }: ReportAbout): readonly RunResult[] {
  if (run.omitted === 0) return [];
  const { errors, warnings } = toUnlisted(run);
  const message = `${toCount(errors, 'error')} and ${toCount(warnings, 'warning')} more are not listed here.`;
  const isFailing = errors > 0 || (strict && warnings > 0);
  return [{ name: 'all findings are listed', code: 'omitted', message, isFailing }];
}
