import type { RecordOf } from '../../report/records.ts';

/** What came of a run. */
export interface RunResult {
  /** The record of the last attempt of each message, in the order of the messages; empty in bulk. */
  readonly last: readonly RecordOf<'sent'>[];
  /** Whether something was sent, and nothing was answered. */
  readonly isUnreachable: boolean;
  readonly summary: Extract<RecordOf<'summary'>, { command: 'replay' }>;
}
