import { field, type Page, paragraph, row } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toCount } from '../text.ts';

/** One finding: its place first, in the form that editors and terminals turn into a link. */
export function renderFinding(record: RecordOf<'finding'>, page: Page): string {
  const style = record.severity === 'error' ? 'bad' : 'warn';
  const head = row(
    [
      field(`${record.file}:${record.line}:${record.column}`, 'strong'),
      field(record.severity, style),
      field(record.code, 'quiet'),
    ],
    page,
    2,
  );
  return head + paragraph(record.message, page, { indent: 4 });
}

/** What was looked at and what came of it. */
export function renderValidateSummary(
  record: Extract<RecordOf<'summary'>, { command: 'validate' }>,
  page: Page,
): string {
  const looked = `${toCount(record.payloads, 'payload')} in ${toCount(record.files, 'file')}`;
  const found = `${toCount(record.errors, 'error')}, ${toCount(record.warnings, 'warning')}`;
  const style = record.errors > 0 ? 'bad' : record.warnings > 0 ? 'warn' : 'good';
  const gap = record.errors + record.warnings > 0 ? '\n' : '';
  return gap + paragraph(`${record.errors > 0 ? '✗' : '✓'} ${looked}: ${found}.`, page, { indent: 0, style });
}
