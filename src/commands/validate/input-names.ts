import { ALL_INPUTS } from '../../core/validation/run/gather.ts';

/** What standard input is called in messages and reports. */
export const STDIN_NAME = '(standard input)';

const HISTORY_PREFIX = 'history:';

/** What a delivery of the history is called. Never throws. */
export function toHistoryName(id: string): string {
  return HISTORY_PREFIX + id;
}

/** Whether an input is a file, which is kept and perhaps committed, and which reports can point at. Never throws. */
export function isFileName(name: string): boolean {
  return name !== STDIN_NAME && name !== ALL_INPUTS && !name.startsWith(HISTORY_PREFIX);
}
