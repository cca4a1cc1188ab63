import type { FiledFinding, ValidationRun } from '../../core/validation/run.ts';
import { countErrors } from './totals.ts';

/** What came of one input, for the formats that count files as tests. */
export interface FileResult {
  readonly file: string;
  /** In the order of their places. */
  readonly findings: readonly FiledFinding[];
  readonly errors: number;
  /** False where findings may be missing, because the list of all findings ended before or in this input. */
  readonly isWhole: boolean;
}

/** Every input with its findings, in the order of the inputs. Never throws. */
export function toFileResults({ files, findings, omitted }: ValidationRun): readonly FileResult[] {
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
    errors: countErrors(own),
    isWhole: index < wholeUntil,
  }));
}
