import type { HistoryChoice } from '../history-choice.ts';
import type { HistoryOptions } from '../history-flags.ts';
import type { BaselineOptions } from './baseline-flags.ts';
import type { CoverageOptions } from './coverage-flags.ts';
import type { InputOptions } from './input-flags.ts';
import type { MergeFlagOptions } from './merge-flags.ts';
import type { OutcomeOptions } from './outcome-flags.ts';
import type { ReportOptions } from './report-flags.ts';
import type { RuleOptions } from './rule-flags.ts';
import type { SharingOptions } from './sharing-flags.ts';

/** Everything that `validate` can be asked. */
export type ValidateOptions = InputOptions &
  RuleOptions &
  OutcomeOptions &
  BaselineOptions &
  CoverageOptions &
  ReportOptions &
  SharingOptions &
  MergeFlagOptions &
  HistoryOptions &
  HistoryChoice;
