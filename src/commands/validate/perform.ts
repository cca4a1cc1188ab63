import type { InputForm, Part, PartResult } from '../../core/validation/parts/part.ts';
import { readFileParts } from '../../io/parts/read-file-parts.ts';
import { readRange } from '../../io/parts/read-range.ts';
import { release, releaseRead } from '../../io/parts/release.ts';
import type { Task } from './task.ts';

/** Checks one part. */
export type Check = (part: Part) => Promise<PartResult>;

/** Does a task. Rejects with what the check does. */
export type Perform = (task: Task) => Promise<readonly PartResult[]>;

/** What reads what a task names and checks it, the same in whichever thread. */
export function createPerform(check: Check, as: InputForm | undefined): Perform {
  return async (task) => {
    if (task.kind === 'part') return [await check(task.part)];
    // A part of what is unpacked may share its memory with the next part.
    const letGo = task.kind === 'ranges' ? releaseRead : release;
    const results: PartResult[] = [];
    for await (const part of readParts(task, as)) {
      results.push(await check(part));
      letGo(part.bytes);
    }
    return results;
  };
}

async function* readParts(
  task: Exclude<Task, { kind: 'part' }>,
  as: InputForm | undefined,
): AsyncGenerator<Part, void> {
  if (task.kind === 'files') for (const plan of task.plans) yield* readFileParts(plan, as);
  else for (let index = task.from; index < task.to; index += 1) yield readRange(task.plan, index);
}
