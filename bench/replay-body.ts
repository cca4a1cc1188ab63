import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What all senders of `replay.ts` send: an event of the usual size. */
export function readBody(): Buffer {
  return readFileSync(join(import.meta.dirname, '..', 'fixtures/synthetic/onboarding.completed.live.json'));
}
