import type { Severity } from '../../core/validation/rules/rule.ts';
import { toTextKey } from '../../core/validation/run/fingerprint.ts';
import type { FiledFinding, ValidationRun } from '../../core/validation/run/run.ts';
import { toCount, toVisible } from '../text.ts';
import { type ReportAbout, toDocsAddress } from './about.ts';
import { toRest, toTotals } from './totals.ts';

/** What GitHub shows of one step. Source: docs.github.com/en/rest/checks/runs, "annotations", 2026. */
const MOST_OF_A_SEVERITY = 10;

/**
 * Workflow commands that become annotations: of errors and of warnings as many as GitHub shows, different ones before more of
 * the same; then how many there are besides, and the totals. Never throws.
 */
export function renderGithub(run: ValidationRun, about: ReportAbout): string {
  const chosen = new Set([...choose(run.findings, 'error'), ...choose(run.findings, 'warning')]);
  const shown = run.findings.filter((finding) => chosen.has(finding));
  const lines = [
    ...shown.map((finding) => toAnnotation(finding, about)),
    ...toNotice(run.findings.length + run.omitted - shown.length),
    toTotals(run, about),
    ...toRest({ ...run, omitted: 0 }),
  ];
  return `${lines.join('\n')}\n`;
}

function choose(findings: readonly FiledFinding[], severity: Severity): readonly FiledFinding[] {
  const seen = new Set<string>();
  const first: FiledFinding[] = [];
  const again: FiledFinding[] = [];
  for (const finding of findings) {
    if (finding.severity !== severity) continue;
    const text = toTextKey(finding);
    (seen.has(text) ? again : first).push(finding);
    seen.add(text);
  }
  return [...first, ...again].slice(0, MOST_OF_A_SEVERITY);
}

/** The place is in the message as well: the log of a step shows nothing else of a command. */
function toAnnotation(finding: FiledFinding, about: ReportAbout): string {
  const { file, line, column, severity, code, message } = finding;
  const path = about.pathOf(file);
  const place = path === undefined ? [] : [`file=${toProperty(path)}`, `line=${line}`, `col=${column}`];
  const properties = [...place, `title=${code}`].join(',');
  const text = `${file}:${line}:${column}: ${message} (${toDocsAddress(code, about)})`;
  return `::${severity} ${properties}::${toData(text)}`;
}

function toNotice(count: number): readonly string[] {
  if (count === 0) return [];
  const are = toCount(count, 'finding is', 'findings are');
  const text = `${are} not annotated: GitHub shows ${MOST_OF_A_SEVERITY} errors and as many warnings of a step. A report in a file has more, as with --report sarif=FILE.`;
  return [`::notice title=fp-webhooks::${toData(text)}`];
}

/** Lines cannot end in it any more, so only the escape itself is left. Source: actions/runner, ActionCommand.cs, 2026. */
function toData(text: string): string {
  return toVisible(text).replaceAll('%', '%25');
}

/** A runner drops `=` at the beginning of a value, and so of a file's name. Source: as above, TryParseV2. */
function toProperty(text: string): string {
  const value = text.startsWith('=') ? `./${text}` : text;
  return toData(value).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
