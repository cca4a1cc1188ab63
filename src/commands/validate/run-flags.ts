import type { Command } from 'commander';
import type { GatheringOptions } from '../../core/validation/run/gather.ts';
import { judgeRun, type RunVerdict } from '../../core/validation/run/outcome.ts';
import type { ValidationRun } from '../../core/validation/run/run.ts';
import {
  type Asked,
  countHidden,
  toClosingRecords,
  toFindingRecord,
  toGroupRecords,
} from '../../report/validation/to-records.ts';
import type { Context } from '../command.ts';
import { addBaselineFlags, type BaselineOptions, openBaseline } from './baseline-flags.ts';
import { addCoverageFlags, type CoverageOptions, toRequirement } from './coverage-flags.ts';
import { addOutcomeFlags, type OutcomeOptions } from './outcome-flags.ts';
import { createNaming } from './steady-names.ts';

/** The flags that concern a run as a whole, whether it was checked here or merged of shards. */
export type ConcludingOptions = BaselineOptions & CoverageOptions & OutcomeOptions;

/** What is told while a run goes on and at its end: every finding by itself, all of them together, or neither. */
export type Telling = 'records' | 'text' | 'nothing';

/** What is decided over a run as a whole. */
export interface Concluding {
  /** For the gathering, or the merge of shards. */
  readonly gathering: Pick<GatheringOptions, 'baseline' | 'nameOf' | 'required' | 'onFinding'>;
  /** What reports say was asked. */
  readonly asked: Asked;
  /** Says what was found and how it went, and writes the baseline. Throws AppError `file_unwritable`. */
  readonly conclude: (run: ValidationRun) => RunVerdict;
}

/** Adds `--strict`, `--max-warnings`, `--baseline`, `--update-baseline`, `--coverage` and `--require`. */
export function addConcludingFlags(command: Command): Command {
  return addCoverageFlags(addBaselineFlags(addOutcomeFlags(command)));
}

/**
 * Opens what the flags name. As records findings are told one by one as they come, in text at the end, where those of the
 * same text are one. Throws what `openBaseline` and `toRequirement` throw.
 */
export async function openConcluding(
  options: ConcludingOptions,
  context: Pick<Context, 'cwd' | 'env' | 'report'>,
  telling: Telling,
): Promise<Concluding> {
  const { report } = context;
  const required = toRequirement(options);
  const nameOf = createNaming(options.baseline, context);
  const baseline = await openBaseline(options, nameOf, context);
  const asked: Asked = {
    limits: options,
    coverage: options.coverage === true,
    ...(required && { required }),
  };
  return {
    gathering: {
      nameOf,
      ...(baseline && { baseline: baseline.acceptance }),
      ...(required && { required }),
      ...(telling === 'records' && { onFinding: (finding) => report(toFindingRecord(finding)) }),
    },
    asked,
    conclude: (run) => {
      const hidden = telling === 'text' ? countHidden(run) : 0;
      if (telling === 'text') for (const record of toGroupRecords(run.groups)) report(record);
      baseline?.conclude(run);
      if (telling !== 'nothing') for (const record of toClosingRecords(run, asked, hidden)) report(record);
      return judgeRun(run, asked.limits);
    },
  };
}
