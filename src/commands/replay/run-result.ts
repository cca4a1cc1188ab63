import type { RecordOf } from '../../report/records.ts';

/** What came of a run. */
export interface RunResult {
  /** The record of each request, in the order in which they were sent; empty in bulk. */
  readonly sent: readonly RecordOf<'sent'>[];
  readonly summary: Extract<RecordOf<'summary'>, { command: 'replay' }>;
}
