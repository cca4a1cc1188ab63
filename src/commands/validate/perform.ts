import type { InputForm } from '../../core/json/cut.ts';
import type { Part, PartResult } from '../../core/validation/parts/part.ts';
import { readFileParts } from '../../io/parts/plan-input.ts';
import { readRange } from '../../io/parts/read-part.ts';
import { collect, release, releaseRead } from '../../io/parts/release.ts';
import { MOST_THREAD_BYTES, type Task } from './task.ts';

/** Checks one part. */
export type Check = (part: Part) => Promise<PartResult>;

/** Does a task; undefined where a part is too large. Rejects with what the check does. */
export type Perform = (task: Task) => Promise<readonly PartResult[] | undefined>;

/** Reads what a task names and checks it, the same in whichever thread. */
export function createPerform(
  check: Check,
  as: InputForm | undefined,
  mostBytes: number = Number.POSITIVE_INFINITY,
): Perform {
  const checkOne = async (part: Part) => {
    const result = await check(part);
    if (part.bytes.length > MOST_THREAD_BYTES) collect();
    return result;
  };
  return async (task) => {
    if (task.kind === 'part') return [await checkOne(task.part)];
    // A part of what is unpacked may share its memory with the next part.
    const letGo = task.kind === 'ranges' ? releaseRead : release;
    const results: PartResult[] = [];
    for await (const part of readParts(task, as, mostBytes)) {
      const isLarge = part.bytes.length > mostBytes;
      if (!isLarge) results.push(await checkOne(part));
      letGo(part.bytes);
      if (isLarge) return undefined;
    }
    return results;
  };
}

async function* readParts(
  task: Exclude<Task, { kind: 'part' }>,
  as: InputForm | undefined,
  mostBytes: number,
): AsyncGenerator<Part, void> {
  if (task.kind === 'files') for (const plan of task.plans) yield* readFileParts(plan, as);
  else for (let index = task.from; index < task.to; index += 1) yield readRange(task.plan, index, mostBytes);
}
