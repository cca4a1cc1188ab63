import { writeWhole } from '../../io/write-file.ts';
import { toReplayJunit } from '../../report/junit-replay.ts';
import type { RecordOf } from '../../report/records.ts';

/** Writes what was sent and came of it to a file. Throws AppError `file_unwritable`. */
export function writeReplayJunit(
  file: string,
  result: {
    readonly summary: Extract<RecordOf<'summary'>, { command: 'replay' }>;
    /** Empty in bulk. */
    readonly sent: readonly RecordOf<'sent'>[];
  },
  cwd: string,
): void {
  writeWhole(file, toReplayJunit(result.summary, result.sent), cwd);
}
