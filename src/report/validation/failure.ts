import type { FailedBy } from '../../core/validation/run/outcome.ts';
import { toCount } from '../text.ts';

/** What made a run fail. */
interface Failure {
  readonly failedBy?: FailedBy | undefined;
  readonly maxWarnings?: number | undefined;
}

/** Why a run failed that has no errors, in one sentence; that errors fail needs no words. Never throws. */
export function explainFailure({ failedBy, maxWarnings = 0 }: Failure): string | undefined {
  if (failedBy === 'strict') return 'With --strict, warnings fail as errors do.';
  if (failedBy === 'max_warnings')
    return maxWarnings === 0
      ? 'That is a failure: --max-warnings 0 allows none.'
      : `That is a failure: --max-warnings ${maxWarnings} allows no more than ${toCount(maxWarnings, 'warning')}.`;
  return undefined;
}
