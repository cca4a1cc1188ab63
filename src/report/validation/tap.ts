import { formatPath } from '../../core/events/wording.ts';
import type { FiledFinding, ValidationRun } from '../../core/validation/run/run.ts';
import { toVisible } from '../text.ts';
import { type ReportAbout, toDocsAddress } from './about.ts';
import { type FileResult, type RunResult, toFileResults, toRunResults } from './results.ts';
import { countErrors, toRest, toTotals } from './totals.ts';

/** One test point; `lines` are those of its YAML, without indentation. */
interface Point {
  readonly isOk: boolean;
  readonly name: string;
  readonly skipped?: string;
  readonly lines: readonly string[];
}

/**
 * TAP 14: one test point for each file, not ok where it has an error, with its findings as YAML. Where not all findings are
 * listed, a point of its own says so, and files of which nothing is known are skipped. Never throws.
 * Source: TestAnything/Specification, tap-version-14-specification.md, 2022.
 */
export function renderTap(run: ValidationRun, about: ReportAbout): string {
  const results = toFileResults(run, about);
  const ofRun = toRunResults(run, results, about).map(toPointOfRun);
  const points = [...results.map((each) => toPoint(each, about)), ...ofRun];
  const plan = points.length === 0 ? '1..0 # nothing was checked' : `1..${points.length}`;
  const comments = [toTotals(run, about), ...toRest(run)].map((text) => `# ${text}`);
  const lines = ['TAP version 14', plan, ...points.flatMap(toLines), ...comments];
  return `${lines.join('\n')}\n`;
}

function toPoint({ file, findings, failing, isWhole }: FileResult, about: ReportAbout): Point {
  const head = { isOk: failing.length === 0, name: file };
  if (failing.length === 0 && !isWhole) return { ...head, skipped: 'not all findings are listed', lines: [] };
  if (findings.length === 0) return { ...head, lines: [] };
  const errors = countErrors(findings);
  const counts = [`errors: ${errors}`, `warnings: ${findings.length - errors}`, 'findings:'];
  return { ...head, lines: [...counts, ...findings.flatMap((each) => toYaml(each, about))] };
}

/** A path has its mask already, or is to be shown without. */
const asItIs = (text: string) => text;

/** Double-quoted strings of YAML are those of JSON, and so need no library. Source: YAML 1.2.2, section 1.2. */
function toYaml(finding: FiledFinding, about: ReportAbout): readonly string[] {
  const { code, severity, message, line, column, path, event, expected, actual } = finding;
  const texts = {
    message,
    ...(path.length > 0 && { path: formatPath(path, asItIs) }),
    ...(event !== null && { event }),
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
    docs: toDocsAddress(code, about),
  };
  return [
    `  - code: ${code}`,
    `    severity: ${severity}`,
    `    line: ${line}`,
    `    column: ${column}`,
    ...Object.entries(texts).map(([key, text]) => `    ${key}: ${JSON.stringify(toVisible(text))}`),
  ];
}

function toPointOfRun({ name, message, isFailing }: RunResult): Point {
  return { isOk: !isFailing, name, lines: [`message: ${JSON.stringify(message)}`] };
}

function toLines({ isOk, name, skipped, lines }: Point, index: number): readonly string[] {
  const directive = skipped === undefined ? '' : ` # SKIP ${skipped}`;
  const head = `${isOk ? 'ok' : 'not ok'} ${index + 1} - ${toDescription(name)}${directive}`;
  return lines.length === 0 ? [head] : [head, '  ---', ...lines.map((line) => `  ${line}`), '  ...'];
}

function toDescription(name: string): string {
  return toVisible(name).replace(/[\\#]/g, '\\$&');
}
