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

/** Why a run fails; undefined when it passes. Never throws. */
export function findFailure(
  { errors, warnings }: Pick<ValidationRun, 'errors' | 'warnings'>,
  { strict = false, maxWarnings = Number.POSITIVE_INFINITY }: Limits,
): FailedBy | undefined {
  if (errors > 0) return 'errors';
  if (strict && warnings > 0) return 'strict';
  return warnings > maxWarnings ? 'max_warnings' : undefined;
}
