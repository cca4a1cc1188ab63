import { findFailure } from '../../core/validation/run/outcome.ts';
import { explainFailure } from '../../report/validation/totals.ts';
import type { Context, Outcome } from '../command.ts';
import type { Checked } from './check-all.ts';
import type { RunPlan } from './open-run.ts';
import { toReportAbout } from './report-about.ts';
import { writeReports } from './write-reports.ts';

/**
 * Says what was found, in every form that was asked for, and whether that is a failure. Throws AppError `file_unwritable`
 * after all that can be written is.
 */
export async function conclude(checked: Checked, plan: RunPlan, context: Context): Promise<Outcome> {
  const { concluding, requests, options } = plan;
  const verdict = concluding.conclude(checked.run);
  const { maxWarnings } = options;
  const failure = explainFailure({ failedBy: findFailure(checked.run, options), maxWarnings });
  const about = toReportAbout(context, {
    verdict,
    ...(options.strict === true && { strict: true }),
    ...(failure !== undefined && { failure }),
  });
  await writeReports({ ...checked, asked: concluding.asked, about }, requests, context);
  return verdict;
}
