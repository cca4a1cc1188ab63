import { AppError } from '../../core/error.ts';
import { PART_BYTES } from '../../core/json/cut.ts';
import type { CheckSettings, PartResult } from '../../core/validation/parts/part.ts';
import { isOwned, ownedParts, type Shard } from '../../core/validation/shards/sharing.ts';
import { countLineFeeds } from '../../io/count-lines.ts';
import type { InputPlan } from '../../io/parts/plan-input.ts';
import type { RangesPlan } from '../../io/parts/read-part.ts';
import { growSlowly, release } from '../../io/parts/release.ts';
import { countProcessors } from '../../io/processors.ts';
import type { Context } from '../command.ts';
import { createPartCheck } from './create-check.ts';
import { createPerform } from './perform.ts';
import { toCheckingText } from './progress-text.ts';
import { runTasks } from './run-tasks.ts';
import { type SharingOptions, toThreadCount } from './sharing-flags.ts';
import type { SignatureKeys } from './signatures.ts';
import { type Task, toTasks } from './task.ts';

/** What is checked, and how. */
export interface Order {
  readonly plans: readonly InputPlan[];
  readonly settings: CheckSettings;
  readonly sharing: SharingOptions;
  /** Rejects with what `findGivenSecrets` throws; asked for when the first capture comes. */
  readonly loadKeys: () => Promise<SignatureKeys>;
}

/**
 * Checks all inputs, or a shard of them, and hands over what comes of each part in the order of the inputs, with the line
 * of its file at which it begins. Throws what reading standard input and the history throws, and what `loadKeys` throws.
 */
export async function checkInputs(
  { plans, settings, sharing, loadKeys }: Order,
  context: Context,
  take: (result: PartResult, firstLine: number) => void,
): Promise<void> {
  growSlowly();
  const total = measure(plans, sharing.shard);
  const count = toThreadCount(sharing, total.bytes, countProcessors());
  const keys = count === 1 ? undefined : await findKeys(loadKeys);
  const threads = keys && { count, data: { settings, keys } };
  const perform = createPerform(createPartCheck(settings, loadKeys), settings.as);
  const begunMs = performance.now();
  const lines = createLineCounter();
  let [payloads, bytes] = [0, 0];
  try {
    for await (const { task, results } of runTasks(
      toTasks(plans, sharing.shard),
      { perform, threads },
      context,
    )) {
      for (const result of results) {
        take(result, lines.next(task, result));
        payloads += result.payloads;
      }
      bytes += countBytes(task);
      if (task.kind === 'part') release(task.part.bytes);
      const elapsedMs = performance.now() - begunMs;
      context.progress(
        toCheckingText({ payloads, elapsedMs, bytes, ...(total.isAll && { totalBytes: total.bytes }) }),
      );
    }
  } finally {
    context.progress(undefined);
  }
}

/** Without them there are no threads: a secret that cannot be read is told only if a capture comes. */
async function findKeys(loadKeys: () => Promise<SignatureKeys>): Promise<SignatureKeys | undefined> {
  try {
    return await loadKeys();
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** How much there is to check, as far as is known: a pipe does not tell, and what is packed becomes more. */
function measure(plans: readonly InputPlan[], shard: Shard | undefined) {
  const sizes = plans.map((plan) => toSize(plan, shard));
  const bytes = sizes.reduce<number>((sum, size = 0) => sum + size, 0);
  return { bytes, isAll: sizes.every((size) => size !== undefined) };
}

function toSize(plan: InputPlan, shard: Shard | undefined): number | undefined {
  if (shard === undefined) return plan.size;
  if (plan.kind === 'ranges') return toShare(plan, shard);
  return isOwned(plan.name, shard) ? plan.size : 0;
}

function toShare(plan: RangesPlan, shard: Shard): number {
  const [from, to] = ownedParts(plan.parts, shard);
  return (to - from) * PART_BYTES;
}

function countBytes(task: Task): number {
  if (task.kind === 'part') return task.part.bytes.length;
  if (task.kind === 'ranges') return (task.to - task.from) * PART_BYTES;
  return task.plans.reduce((sum, { size }) => sum + size, 0);
}

/** Parts count their lines from 1; this one knows at which line of its file a part begins. */
function createLineCounter(): { readonly next: (task: Task, result: PartResult) => number } {
  let [input, line] = [-1, 1];
  return {
    next: (task, result) => {
      if (result.input !== input) line = firstLineOf(task);
      const firstLine = line;
      input = result.input;
      line += result.lines;
      return firstLine;
    },
  };
}

/**
 * Only a shard begins in the middle of a file. Its first line is the first that begins at its offset or behind: one line feed
 * is still before that, at the byte before the offset or behind it.
 */
function firstLineOf(task: Task): number {
  if (task.kind !== 'ranges' || task.from === 0) return 1;
  return 2 + countLineFeeds(task.plan.path, task.from * PART_BYTES - 1);
}
