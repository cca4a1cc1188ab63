import { writeWhole } from '../../io/write-file.ts';
import { toReplayJunit } from '../../report/junit-replay.ts';
import type { RunResult } from './run-result.ts';

/** Writes what was sent and came of it to a file. Throws AppError `file_unwritable`. */
export function writeReplayJunit(file: string, { summary, last }: RunResult, cwd: string): void {
  writeWhole(file, toReplayJunit(summary, last), cwd);
}
