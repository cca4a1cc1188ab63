import { toCoverage } from '../../core/validation/coverage/coverage.ts';
import { renderMarkdown } from '../../report/validation/markdown.ts';
import { wantsCoverage } from '../../report/validation/to-records.ts';
import type { ReportContent } from './report-formats.ts';

/** The run in Markdown, with the coverage where it was asked for; of more than `mostBytes` rows are left out. Never throws. */
export function toMarkdownReport({ run, about, asked }: ReportContent, mostBytes?: number): string {
  const coverage = wantsCoverage(asked) ? toCoverage(run.seen, asked.required) : [];
  return renderMarkdown(run, about, { coverage, ...(mostBytes !== undefined && { mostBytes }) });
}
