import type { FiledFinding, ValidationRun } from '../../core/validation/run.ts';
import { type JunitCase, renderJunit } from '../junit-suite.ts';
import { toCount } from '../text.ts';
import type { ReportAbout } from './about.ts';
import { type FileResult, toFileResults } from './file-results.ts';
import { toFindingLine } from './finding-line.ts';
import { toUnlisted } from './totals.ts';

/**
 * JUnit's XML: one test case for each file, which fails where it has an error; warnings alone are its output. Where not all
 * findings are listed, a case of its own says so, and files of which nothing is known are skipped. Never throws.
 */
export function renderValidationJunit(run: ValidationRun, about: ReportAbout): string {
  const cases = toFileResults(run).map((each) => toCase(each, about));
  return renderJunit({ command: 'validate', seconds: 0, cases: [...cases, ...toOmitted(run)] });
}

function toCase({ file, findings, errors, isWhole }: FileResult, about: ReportAbout): JunitCase {
  const path = about.pathOf(file);
  const head = { subject: 'file', name: file, seconds: 0, ...(path !== undefined && { file: path }) };
  const lines = findings.map((each) => toFindingLine(each, about));
  const first = findings.find(({ severity }) => severity === 'error');
  if (first !== undefined) {
    return {
      ...head,
      failure: { code: first.code, message: toMessage(first, errors), details: lines },
    };
  }
  if (!isWhole)
    return { ...head, skipped: 'Not all findings are listed, and those of this file may be among the rest.' };
  return lines.length === 0 ? head : { ...head, output: lines };
}

function toMessage({ message }: FiledFinding, errors: number): string {
  return errors === 1 ? message : `${toCount(errors, 'error')}, the first: ${message}`;
}

function toOmitted(run: ValidationRun): readonly JunitCase[] {
  if (run.omitted === 0) return [];
  const { errors, warnings } = toUnlisted(run);
  const message = `${toCount(errors, 'error')} and ${toCount(warnings, 'warning')} more are not listed here.`;
  const head = { subject: 'run', name: 'all findings are listed', seconds: 0 };
  return [
    errors === 0
      ? { ...head, output: [message] }
      : { ...head, failure: { code: 'omitted', message, details: [] } },
  ];
}
