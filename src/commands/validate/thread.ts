/** What a thread of `validate` runs; the build makes a script of its own of it. */
import type { CheckSettings } from '../../core/validation/part.ts';
import { serveThread } from '../../io/serve-thread.ts';
import { createPartCheck } from './part-check.ts';
import { perform } from './perform.ts';
import type { SignatureKeys } from './signatures.ts';
import type { Task } from './task.ts';

/** What a thread needs to know to check as all others do. */
export interface ThreadData {
  readonly settings: CheckSettings;
  readonly keys: SignatureKeys;
}

serveThread(({ settings, keys }: ThreadData) => {
  const check = createPartCheck(settings, async () => keys);
  return (task: Task) => perform(task, check);
});
