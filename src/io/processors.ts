import { availableParallelism } from 'node:os';

/** How many threads can run at once on this machine, as far as this process may. Never throws. */
export function countProcessors(): number {
  return availableParallelism();
}
