/** What a thread of `validate` runs; the build makes a script of its own of it. */
import type { CheckSettings } from '../../core/validation/parts/part.ts';
import { release } from '../../io/parts/release.ts';
import { serveThread } from '../../io/serve-thread.ts';
import { createPartCheck } from './create-check.ts';
import { createPerform } from './perform.ts';
import type { SignatureKeys } from './signatures.ts';
import { MOST_THREAD_BYTES, type Task } from './task.ts';

/** What a thread needs to know to check as all others do. */
export interface ThreadData {
  readonly settings: CheckSettings;
  readonly keys: SignatureKeys;
}

serveThread(({ settings, keys }: ThreadData) => {
  const perform = createPerform(
    createPartCheck(settings, async () => keys),
    settings.as,
    MOST_THREAD_BYTES,
  );
  return async (task: Task) => {
    const results = await perform(task);
    // It has a copy of its own.
    if (task.kind === 'part') release(task.part.bytes);
    return results;
  };
});
