import type { FiledFinding, ValidationRun } from '../../core/validation/run/run.ts';
import { type JunitCase, renderJunit } from '../junit-suite.ts';
import { toCount, toVisible } from '../text.ts';
import { type ReportAbout, toDocsAddress } from './about.ts';
import { type FileResult, type RunResult, toFileResults, toRunResults } from './results.ts';

/**
 * JUnit's XML: one test case for each file, which fails where it has an error; warnings alone are its output. Where not all
 * findings are listed, a case of its own says so, and files of which nothing is known are skipped. Never throws.
 */
export function renderValidationJunit(run: ValidationRun, about: ReportAbout): string {
  const results = toFileResults(run, about);
  const cases = results.map((each) => toCase(each, about));
  const ofRun = toRunResults(run, results, about).map(toCaseOfRun);
  return renderJunit({ command: 'validate', seconds: 0, cases: [...cases, ...ofRun] });
}

function toCase({ file, findings, failing, isWhole }: FileResult, about: ReportAbout): JunitCase {
  const path = about.pathOf(file);
  const head = { subject: 'file', name: file, seconds: 0, ...(path !== undefined && { file: path }) };
  const lines = findings.map((each) => toFindingLine(each, about));
  const [first] = failing;
  if (first !== undefined) {
    const noun = failing.some(({ severity }) => severity === 'warning') ? 'finding' : 'error';
    const count = `${toCount(failing.length, noun)}, the first: `;
    const why = about.failure === undefined ? '' : ` ${about.failure}`;
    const message = `${failing.length === 1 ? '' : count}${first.message}${why}`;
    return { ...head, failure: { code: first.code, message, details: lines } };
  }
  if (!isWhole) return { ...head, skipped: NOT_KNOWN };
  return lines.length === 0 ? head : { ...head, output: lines };
}

const NOT_KNOWN = 'Not all findings are listed, and those of this file may be among the rest.';

function toCaseOfRun({ name, code, message, isFailing }: RunResult): JunitCase {
  const head = { subject: 'run', name, seconds: 0 };
  return isFailing ? { ...head, failure: { code, message, details: [] } } : { ...head, output: [message] };
}

/** A finding in one line: `fixtures/a.json:3:5: error wrong_type: MESSAGE (fp-webhooks validate --explain wrong_type)`. */
function toFindingLine(finding: FiledFinding, about: ReportAbout): string {
  const { file, line, column, severity, code, message } = finding;
  const text = `${file}:${line}:${column}: ${severity} ${code}: ${message} (${toDocsAddress(code, about)})`;
  return toVisible(text);
}
