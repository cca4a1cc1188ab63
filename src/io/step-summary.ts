import { appendFileSync, statSync } from 'node:fs';
import { toFileError } from './file-error.ts';

/** What GitHub takes of one step; of more it shows nothing. Source: docs.github.com, "Workflow commands", "Step isolation and limits", 2026. */
const MOST_BYTES = 1_048_576;

/**
 * Adds Markdown to the summary of a job, below what the step has there already. `toText` is told how many bytes there is room
 * for, and what is longer is not added. Throws AppError `file_unwritable`.
 */
export function appendSummary(file: string, toText: (mostBytes: number) => string): void {
  try {
    const room = MOST_BYTES - (statSync(file, { throwIfNoEntry: false })?.size ?? 0) - 1;
    const text = toText(room);
    if (Buffer.byteLength(text) <= room) appendFileSync(file, `${text}\n`);
  } catch (error) {
    throw toFileError('write', file, error);
  }
}
