import type { Levels } from '../../core/validation/rules/rules.ts';
import type { Context } from '../command.ts';
import { findFiles } from './find-files.ts';
import type { ValidateOptions } from './options.ts';
import { toReportRequests } from './report-flags.ts';
import type { ReportRequest } from './report-formats.ts';
import { toLevelsOf } from './rule-flags.ts';
import { type Concluding, openConcluding, type Telling } from './run-flags.ts';

/** A run before it begins: what was asked for is understood, and what is to be written can be. */
export interface RunPlan {
  readonly options: ValidateOptions;
  /** Every file that is named, found in a folder or by a glob; `-` for standard input. */
  readonly files: readonly string[];
  readonly levels: Levels;
  readonly requests: readonly ReportRequest[];
  readonly concluding: Concluding;
}

/**
 * Makes everything ready. Throws AppError `usage`, `no_input`, `file_unreadable`, `file_malformed` or `file_unwritable` for
 * what would fail later.
 */
export async function openRun(
  inputs: readonly string[],
  options: ValidateOptions,
  context: Context,
): Promise<RunPlan> {
  const files = inputs.length === 0 ? [] : await findFiles(inputs, listBesides(options), context);
  const named = files.filter((file) => inputs.includes(file));
  const requests = toReportRequests(options, named, context);
  const concluding = await openConcluding(toWhole(options), context, toTelling(requests, context));
  return { options, files, levels: toLevelsOf(options), requests, concluding };
}

function listBesides({ baseline, report = [] }: ValidateOptions): readonly string[] {
  return [baseline, ...report.map(({ file }) => file)].filter((file) => file !== undefined);
}

/** A shard does not see all of what is required or accepted: the merge does. */
function toWhole(options: ValidateOptions): ValidateOptions {
  if (options.shard === undefined) return options;
  const { require: _, baseline: __, ...rest } = options;
  return rest;
}

function toTelling(requests: readonly ReportRequest[], { json }: Pick<Context, 'json'>): Telling {
  if (json) return 'records';
  return requests.some(({ format, file }) => format === 'text' && file === undefined) ? 'text' : 'nothing';
}
