import { withoutLinks } from '../../core/validation/rules/rule.ts';
import { type FindingCode, RULES } from '../../core/validation/rules/rules.ts';
import type { FiledFinding, ValidationRun } from '../../core/validation/run/run.ts';
import { toSafeJson } from '../ndjson.ts';
import { toVisible } from '../text.ts';
import type { ReportAbout } from './about.ts';
import { createFingerprints } from './results.ts';
import { toRest } from './totals.ts';

/**
 * GitLab's Code Quality report: errors are major and warnings minor. What is not listed is an issue of its own. Never throws.
 * Source: docs.gitlab.com/ci/testing/code_quality, "Code quality report format", 2026.
 */
export function renderGitlab(run: ValidationRun, about: ReportAbout): string {
  const fingerprintOf = createFingerprints();
  const issues = run.findings.map((finding) => ({
    description: toVisible(finding.message),
    check_name: finding.code,
    content: { body: explain(finding.code) },
    fingerprint: fingerprintOf(finding),
    severity: finding.severity === 'error' ? 'major' : 'minor',
    location: toLocation(finding, about),
  }));
  return `${toSafeJson([...issues, ...toOmitted(run, about)], 2)}\n`;
}

/** Source: Code Climate's SPEC.md, "Issues": the body is Markdown. */
function explain(code: FindingCode): string {
  const { meaning, why, mend } = RULES[code];
  return `${withoutLinks(meaning)}\n\n- Why it matters: ${why}\n- What to do: ${mend}`;
}

function toLocation({ file, line }: Pick<FiledFinding, 'file' | 'line'>, { pathOf }: ReportAbout): object {
  return { path: pathOf(file) ?? file, lines: { begin: line } };
}

/** It stands beside the last finding that is listed. */
function toOmitted(run: ValidationRun, about: ReportAbout): readonly object[] {
  const last = run.findings.at(-1);
  if (run.omitted === 0 || last === undefined) return [];
  return [
    {
      description: toRest({ ...run, accepted: 0 }).join(' '),
      check_name: 'omitted',
      fingerprint: 'omitted',
      severity: 'info',
      location: toLocation(last, about),
    },
  ];
}
