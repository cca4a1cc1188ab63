import type { ValidationRun } from '../../core/validation/run/run.ts';
import { renderCoverage, renderFinding, renderValidateSummary } from '../human/validate.ts';
import type { Page } from '../layout.ts';
import type { OutputRecord } from '../records.ts';
import { type Asked, countHidden, toClosingRecords, toGroupRecords } from './to-records.ts';

/** A file has no width of its own. */
const PAGE: Page = { columns: 100, paint: (text) => text };

/** What the terminal shows, for a file: without colours, 100 columns wide. Never throws. */
export function toTextReport(run: ValidationRun, asked: Asked): string {
  return [...toGroupRecords(run.groups), ...toClosingRecords(run, asked, countHidden(run))]
    .map(toText)
    .join('');
}

function toText(record: OutputRecord): string {
  if (record.type === 'finding') return renderFinding(record, PAGE);
  if (record.type === 'coverage') return renderCoverage(record, PAGE);
  return record.type === 'summary' && record.command === 'validate'
    ? renderValidateSummary(record, PAGE)
    : '';
}
