import type { FiledFinding, ValidationRun } from '../../core/validation/run/run.ts';
import { toCount } from '../text.ts';
import type { ReportAbout } from './about.ts';
import { toTotals, toUnlisted } from './totals.ts';

/** What came of one input, for the formats that count files as tests. */
export interface FileResult {
  readonly file: string;
  /** In the order of their places. */
  readonly findings: readonly FiledFinding[];
  /** Those for which the file fails: errors, and with `--strict` warnings, too. */
  readonly failing: readonly FiledFinding[];
  /** False where findings may be missing, because the list of all findings ended before or in this input. */
  readonly isWhole: boolean;
}

/** Every input with its findings, in the order of the inputs. Never throws. */
export function toFileResults(
  { files, findings, omitted }: ValidationRun,
  { strict = false }: ReportAbout,
): readonly FileResult[] {
  const byFile = new Map<string, FiledFinding[]>(files.map((file) => [file, []]));
  for (const finding of findings) {
    const list = byFile.get(finding.file);
    if (list === undefined) byFile.set(finding.file, [finding]);
    else list.push(finding);
  }
  const names = [...byFile.keys()];
  const wholeUntil = omitted === 0 ? names.length : names.indexOf(findings.at(-1)?.file ?? '');
  return Array.from(byFile, ([file, own], index) => ({
    file,
    findings: own,
    failing: strict ? own : own.filter(({ severity }) => severity === 'error'),
    isWhole: index < wholeUntil,
  }));
}

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

/**
 * Gives findings, in their order, a fingerprint that no other of the report has: the same finding at further places of a file
 * is numbered, as `0123…cdef:2`. Never throws.
 */
export function createFingerprints(): (finding: FiledFinding) => string {
  const counts = new Map<string, number>();
  return ({ fingerprint }) => {
    const count = (counts.get(fingerprint) ?? 0) + 1;
    counts.set(fingerprint, count);
    return count === 1 ? fingerprint : `${fingerprint}:${count}`;
  };
}
