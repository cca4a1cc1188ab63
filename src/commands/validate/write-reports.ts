import { AppError } from '../../core/error.ts';
import { appendSummary } from '../../io/step-summary.ts';
import { writeWhole } from '../../io/write-file.ts';
import type { Context } from '../command.ts';
import { type ReportContent, type ReportRequest, renderReport } from './report-formats.ts';

type Place = Pick<Context, 'cwd' | 'env' | 'report' | 'showPii'>;

/**
 * Writes every report but text on standard output, which is made of records as they are reported: the one on standard output,
 * the summary of the job that belongs to annotations, then files, whole or not at all. A file that cannot be written does not
 * keep the others from being so. Throws AppError `file_unwritable` for the first of them.
 */
export async function writeReports(
  content: ReportContent,
  requests: readonly ReportRequest[],
  context: Place,
): Promise<void> {
  for (const { format, file } of requests) {
    if (file !== undefined || format === 'text') continue;
    context.report({ type: 'document', format, text: await renderReport(format, content) });
    if (format === 'github') await writeSummary(content, context);
  }
  const failures: unknown[] = [];
  for (const { format, file } of requests) {
    if (file === undefined) continue;
    try {
      writeWhole(file, await renderReport(format, content), context.cwd, context.showPii ? FOR_ME : FOR_ALL);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/**
 * As any other file of this user: values are masked, as in the log of a CI system, and its next step, which takes the reports
 * away, may be another user's.
 */
const FOR_ALL = 0o666;
/** With `--show-pii` they are not. */
const FOR_ME = 0o600;

/** That it cannot be written is told, and is no reason to fail: everything it says has been said. */
async function writeSummary(content: ReportContent, { env, report }: Place): Promise<void> {
  const file = env['GITHUB_STEP_SUMMARY'];
  if (file === undefined || file === '') return;
  const { toMarkdownReport } = await import('./markdown-report.ts');
  try {
    appendSummary(file, (mostBytes) => toMarkdownReport(content, mostBytes));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    report({ type: 'notice', code: 'summary_not_written', message: error.message });
  }
}
