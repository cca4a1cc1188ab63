import type { Part } from '../../core/validation/parts/part.ts';
import { isOwned, ownedParts, type Shard } from '../../core/validation/shards/sharing.ts';
import type { InputPlan } from '../../io/parts/plan-input.ts';
import type { FilePlan, RangesPlan } from '../../io/parts/read-part.ts';

/** Size of the largest part that threads check, in bytes: several at once would take too much memory. Most have 256 KiB and a record. */
export const MOST_THREAD_BYTES = 4_194_304;

/** What is done at one go, by whichever thread is free. */
export type Task =
  | { readonly kind: 'files'; readonly plans: readonly FilePlan[] }
  /** The parts from the first up to, but not including, the last. */
  | { readonly kind: 'ranges'; readonly plan: RangesPlan; readonly from: number; readonly to: number }
  | { readonly kind: 'part'; readonly part: Part };

/** Size of a task of small files: a thread waits a moment for each. A part of a big file is a task, because its findings are held together. */
const MOST_FILES = 50;
const MOST_BYTES = 1_048_576;

/** Whether a shard has anything of an input; all of it where there is no shard. Never throws. */
function hasShare(plan: InputPlan, shard: Shard | undefined): boolean {
  if (shard === undefined) return true;
  if (plan.kind !== 'ranges') return isOwned(plan.name, shard);
  const [from, to] = ownedParts(plan.parts, shard);
  return from < to;
}

/** The tasks of inputs, in the order of the inputs. Throws what reading a stream throws. */
export async function* toTasks(
  plans: readonly InputPlan[],
  shard: Shard | undefined,
): AsyncGenerator<Task, void> {
  let files: FilePlan[] = [];
  let bytes = 0;
  for (const plan of plans) {
    if (!hasShare(plan, shard)) continue;
    if (plan.kind === 'file') {
      files.push(plan);
      bytes += plan.size;
      if (files.length < MOST_FILES && bytes < MOST_BYTES) continue;
    }
    if (files.length > 0) yield { kind: 'files', plans: files };
    files = [];
    bytes = 0;
    if (plan.kind === 'ranges') yield* toRanges(plan, shard);
    if (plan.kind === 'stream') for await (const part of plan.open()) yield { kind: 'part', part };
  }
  if (files.length > 0) yield { kind: 'files', plans: files };
}

function* toRanges(plan: RangesPlan, shard: Shard | undefined): Generator<Task, void> {
  const [first, end] = shard === undefined ? [0, plan.parts] : ownedParts(plan.parts, shard);
  for (let from = first; from < end; from += 1) {
    yield { kind: 'ranges', plan, from, to: from + 1 };
  }
}
