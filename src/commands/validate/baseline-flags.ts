import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '../../core/error.ts';
import {
  type Acceptance,
  type Baseline,
  type BaselineEntry,
  compareBaselines,
  createAcceptance,
  createBaselineMaker,
  encodeBaseline,
} from '../../core/validation/baseline/baseline.ts';
import { ALL_INPUTS } from '../../core/validation/run/gather.ts';
import type { ValidationRun } from '../../core/validation/run/run.ts';
import { isPresent, toMissing } from '../../io/input-files.ts';
import { readInput } from '../../io/read-file.ts';
import { checkWritable, writeWhole } from '../../io/write-file.ts';
import { toCount } from '../../report/text.ts';
import type { Context } from '../command.ts';

/** Which findings are accepted. */
export interface BaselineOptions {
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
}

/** A baseline in use. */
export interface OpenBaseline {
  /** For the gathering. */
  readonly acceptance: Acceptance;
  /** Writes the baseline anew where that was asked for, or tells what of it is no longer needed. Throws AppError `file_unwritable`. */
  readonly conclude: (run: ValidationRun) => void;
}

type Here = Pick<Context, 'cwd' | 'report'>;

/** How the baseline names a file. */
type NameOf = (file: string) => string;

/** It goes into a repository, and holds nothing that is not masked. */
const MODE = 0o644;

/** Adds `--baseline` and `--update-baseline`. */
export function addBaselineFlags(command: Command): Command {
  return command
    .option('--baseline <file>', 'accept the findings in this file, and fail on new ones only', fileName)
    .option('--update-baseline', "write today's findings to the file of --baseline, and accept them");
}

function fileName(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('It names no file.');
}

/**
 * Opens what `--baseline` names; undefined where it names nothing. Throws AppError `usage` for an update without a file,
 * `file_unreadable` where the file is absent and not to be made, `file_malformed` for a file that is no baseline, and
 * `file_unwritable` where it could not be written.
 */
export async function openBaseline(
  { baseline: file, updateBaseline }: BaselineOptions,
  nameOf: NameOf,
  context: Here,
): Promise<OpenBaseline | undefined> {
  if (file === undefined && updateBaseline !== true) return undefined;
  if (file === undefined)
    throw new AppError(
      'usage',
      '--update-baseline does not say which file.',
      'Name it with --baseline, for example --baseline fp-webhooks.baseline.json.',
    );
  const before = await readBaseline(file, context.cwd);
  if (updateBaseline === true) return openUpdate(file, before, { ...context, nameOf });
  if (before === undefined)
    throw toMissing(file, 'Make it with --update-baseline: it then holds the findings of today.');
  const acceptance = createAcceptance(before);
  return {
    acceptance,
    conclude: ({ files }) => tellGone(acceptance.countGone(files.map(nameOf)), file, context),
  };
}

async function readBaseline(file: string, cwd: string): Promise<Baseline | undefined> {
  if (!isPresent(file, cwd)) return undefined;
  const { parseBaseline } = await import('../../core/validation/baseline/parse-baseline.ts');
  return parseBaseline(readInput(file, cwd), file);
}

/** Looked at before a long run, and written at its end. */
function openUpdate(
  file: string,
  before: Baseline | undefined,
  { cwd, report, nameOf }: Here & { readonly nameOf: NameOf },
): OpenBaseline {
  checkWritable(file, cwd);
  const maker = createBaselineMaker();
  const conclude = (run: ValidationRun) => {
    const after = maker.toBaseline(keepUnchecked(before, run, nameOf));
    writeWhole(file, encodeBaseline(after), cwd, MODE);
    const { added, removed } = compareBaselines(before ?? { version: 1, findings: [] }, after);
    const change = added + removed === 0 ? 'nothing is new' : `${added} new, ${removed} no longer there`;
    const total = after.findings.reduce((sum, { count }) => sum + count, 0);
    report({
      type: 'notice',
      code: 'baseline_written',
      message: `${file} accepts ${toCount(total, 'finding')} now: ${change}.`,
    });
  };
  return { acceptance: maker, conclude };
}

/** What is not checked in this run, as by a hook that is given the files of one commit, stays as it is. */
function keepUnchecked(
  before: Baseline | undefined,
  { files, findings }: ValidationRun,
  nameOf: NameOf,
): readonly BaselineEntry[] {
  const unread = findings.filter(({ code }) => code === 'file_unreadable').map(({ file }) => file);
  const checked = new Set(files.filter((file) => !unread.includes(file)).map(nameOf));
  return (before?.findings ?? []).filter(({ file }) => !checked.has(file) && file !== ALL_INPUTS);
}

function tellGone(count: number, file: string, { report }: Here): void {
  if (count === 0) return;
  report({
    type: 'notice',
    code: 'baseline_outdated',
    message: `${toCount(count, 'finding')} of ${file} no longer ${count === 1 ? 'occurs' : 'occur'}.`,
    hint: 'Drop what is no longer needed with --update-baseline, so that it is not accepted when it comes back.',
  });
}
