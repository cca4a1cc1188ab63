import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '../../core/error.ts';
import { toNameHint } from '../../core/settings/nearest.ts';
import { checkWritable } from '../../io/write-file.ts';
import type { Context } from '../command.ts';
import type { BaselineOptions } from './baseline-flags.ts';
import { toRealPath } from './real-path.ts';
import { REPORT_FORMATS, type ReportFormat, type ReportRequest } from './report-formats.ts';

/** Which reports are written. */
export interface ReportOptions {
  readonly report?: readonly ReportRequest[];
}

/** Adds `--report`. */
export function addReportFlags(command: Command): Command {
  return command.option(
    '--report <format>',
    `write a report: ${REPORT_FORMATS.filter((format) => format !== 'drift').join(', ')}; as FORMAT=FILE to a file; drift=FILE (may be repeated)`,
    gatherReports,
  );
}

/**
 * The reports to write, the one on standard output among them. Where none is asked for there: annotations under GitHub Actions,
 * else text; none with `--json`, whose records are written as they come. `inputs` are the files that are named to be checked, with `-` among them.
 * Throws AppError `usage` for reports that would mix with each other or overwrite an input, and `file_unwritable` before
 * anything is checked.
 */
export function toReportRequests(
  { report: asked = [], baseline }: ReportOptions & BaselineOptions,
  inputs: readonly string[],
  context: Pick<Context, 'cwd' | 'env' | 'json' | 'originOf'>,
): readonly ReportRequest[] {
  refuseMixture(asked, context);
  refuseSameFile(asked, toTaken(inputs, baseline, context.cwd), context.cwd);
  for (const { file } of asked) if (file !== undefined) checkWritable(file, context.cwd);
  const wanted = asked.filter(
    ({ format, file }) => !(context.json && format === 'ndjson' && file === undefined),
  );
  if (context.json || asked.some(({ file }) => file === undefined)) return wanted;
  const isOnGithub = context.env['GITHUB_ACTIONS'] === 'true';
  return [{ format: isOnGithub ? 'github' : 'text' }, ...wanted];
}

function gatherReports(text: string, previous: readonly ReportRequest[] = []): readonly ReportRequest[] {
  return [...previous, parseReport(text)];
}

function parseReport(text: string): ReportRequest {
  const [, name = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  const format = REPORT_FORMATS.find((each) => each === name);
  if (format === undefined) {
    const hint = toNameHint(name, REPORT_FORMATS, 'formats');
    throw new AppError('usage', `--report has no format ${JSON.stringify(name)}.`, hint);
  }
  if (file === '') throw new InvalidArgumentError(`It names no file: say ${format}=FILE.`);
  if (file === undefined || file === '-') return toStdout(format);
  if (/\.(?:gz|zst)$/i.test(file))
    throw new InvalidArgumentError('A report is not packed: name a file that does not end in .gz or .zst.');
  return { format, file };
}

/** What has drifted is read later and by others than what was found. */
function toStdout(format: ReportFormat): ReportRequest {
  if (format === 'drift') throw new InvalidArgumentError('It needs a file: say drift=FILE.');
  return { format };
}

function refuseMixture(
  asked: readonly ReportRequest[],
  { json, originOf }: Pick<Context, 'json' | 'originOf'>,
): void {
  const [first, second] = asked.filter(({ file }) => file === undefined);
  const { name } = originOf('report');
  if (first !== undefined && second !== undefined) {
    throw new AppError(
      'usage',
      `${name} ${first.format} and ${second.format} cannot both be written to standard output.`,
      `Give one of them a file, as in --report ${second.format}=FILE.`,
    );
  }
  if (json && first !== undefined && first.format !== 'ndjson') {
    throw new AppError(
      'usage',
      `--json writes records to standard output, and ${name} ${first.format} would mix with them.`,
      `Leave out --json, or give the report a file: --report ${first.format}=FILE.`,
    );
  }
}

/** What no report may overwrite, by its real path: the inputs that are named themselves, and the baseline. */
function toTaken(inputs: readonly string[], baseline: string | undefined, cwd: string): Map<string, string> {
  const files = inputs.filter((input) => input !== '-').map((file) => [file, 'input'] as const);
  const taken = baseline === undefined ? files : [...files, [baseline, 'baseline'] as const];
  return new Map(taken.map(([file, what]) => [toRealPath(file, cwd), what]));
}

function refuseSameFile(asked: readonly ReportRequest[], taken: Map<string, string>, cwd: string): void {
  for (const { format, file } of asked) {
    if (file === undefined) continue;
    const real = toRealPath(file, cwd);
    const other = taken.get(real);
    if (other !== undefined) throw toOverwriting(`${format}=${file}`, other, file);
    taken.set(real, format);
  }
}

function toOverwriting(report: string, other: string, file: string): AppError {
  const hint = 'Name another file for the report.';
  if (other === 'input')
    return new AppError('usage', `--report ${report} would overwrite a file that is to be checked.`, hint);
  if (other === 'baseline')
    return new AppError('usage', `--report ${report} would overwrite the baseline.`, hint);
  const [format] = report.split('=');
  return new AppError(
    'usage',
    `The reports ${other} and ${format} would both be written to ${file}.`,
    'Name a file of its own for each.',
  );
}
