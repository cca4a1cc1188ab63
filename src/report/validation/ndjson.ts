import type { ValidationRun } from '../../core/validation/run/run.ts';
import { createNdjsonRenderer } from '../ndjson.ts';
import { type Asked, toClosingRecords, toFindingRecord } from './to-records.ts';

/** The document of `--report ndjson`: the records that `--json` prints, one a line. Never throws. */
export function toNdjsonReport(run: ValidationRun, asked: Asked): string {
  const render = createNdjsonRenderer();
  return [...run.findings.map(toFindingRecord), ...toClosingRecords(run, asked, run.omitted)]
    .flatMap((record) => render(record))
    .map(({ text }) => text)
    .join('');
}
