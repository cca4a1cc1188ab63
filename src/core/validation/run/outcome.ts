import type { ValidationRun } from './run.ts';

/** How much a run may say before it fails. */
export interface Limits {
  /** Warnings fail as errors do. */
  readonly strict?: boolean;
  /** More warnings than these fail. */
  readonly maxWarnings?: number;
}

/** Why a run fails: the first that holds. */
export const FAILURES = ['errors', 'strict', 'max_warnings'] as const;

/** One of them. */
export type FailedBy = (typeof FAILURES)[number];

/** How a run ends: `unreadable` where not all of it could be checked. */
export const VERDICTS = ['passed', 'failed', 'unreadable'] as const;

/** One of them. */
export type RunVerdict = (typeof VERDICTS)[number];

/** How a run ends. Never throws. */
export function judgeRun(run: ValidationRun, limits: Limits): RunVerdict {
  if (run.unreadable > 0) return 'unreadable';
  return findFailure(run, limits) === undefined ? 'passed' : 'failed';
}

/** Why a run fails; undefined when it passes. Never throws. */
export function findFailure(
  { errors, warnings }: Pick<ValidationRun, 'errors' | 'warnings'>,
  { strict = false, maxWarnings = Number.POSITIVE_INFINITY }: Limits,
): FailedBy | undefined {
  if (errors > 0) return 'errors';
  if (strict && warnings > 0) return 'strict';
  return warnings > maxWarnings ? 'max_warnings' : undefined;
}
