import type { FiledFinding, ValidationRun } from '../../core/validation/run/run.ts';
import type { ReportAbout } from './about.ts';

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
