import { setTimeout as wait } from 'node:timers/promises';
import { isBusy, toHistoryError } from './failure.ts';

/** So long it is tried again while another process has a history locked. */
export const PATIENCE_MS = 5_000;

const RETRY_MS = 20;

/** Does something with a history as soon as no other process keeps it for itself. Rejects with failures in words. */
export async function patiently<Value>(
  { path, verb }: { readonly path: string; readonly verb: 'read' | 'write' },
  action: () => Value,
): Promise<Value> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return action();
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw toHistoryError(path, error, verb);
      await wait(RETRY_MS);
    }
  }
}
