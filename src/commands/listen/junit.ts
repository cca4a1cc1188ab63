import { writeWhole } from '../../io/write-file.ts';
import { toJunit } from '../../report/junit.ts';
import type { RecordOf } from '../../report/records.ts';

/** Writes what was expected and came to a file. Throws AppError `file_unwritable`. */
export function writeJunit(file: string, assertion: RecordOf<'assertion'>, cwd: string): void {
  writeWhole(file, toJunit(assertion), cwd);
}
