import type { FiledFinding } from '../../core/validation/run/run.ts';
import { toVisible } from '../text.ts';
import { type ReportAbout, toDocsAddress } from './about.ts';

/** A finding in one line: `fixtures/a.json:3:5: error wrong_type: MESSAGE (fp-webhooks validate --explain wrong_type)`. Never throws. */
export function toFindingLine(finding: FiledFinding, about: ReportAbout): string {
  const { file, line, column, severity, code, message } = finding;
  const text = `${file}:${line}:${column}: ${severity} ${code}: ${message} (${toDocsAddress(code, about)})`;
  return toVisible(text);
}
