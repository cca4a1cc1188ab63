import type { Part, PartResult } from '../../core/validation/parts/part.ts';
import { readFilePart } from '../../io/parts/read-file-part.ts';
import { readRange } from '../../io/parts/read-range.ts';
import { releaseRead } from '../../io/parts/release.ts';
import type { Task } from './task.ts';

/** Checks one part. */
export type Check = (part: Part) => Promise<PartResult>;

/** Reads what a task names and checks it: the same in whichever thread. Throws what `check` throws. */
export async function perform(task: Task, check: Check): Promise<readonly PartResult[]> {
  if (task.kind === 'part') return [await check(task.part)];
  const results: PartResult[] = [];
  for (const part of readParts(task)) {
    results.push(await check(part));
    releaseRead(part.bytes);
  }
  return results;
}

function* readParts(task: Exclude<Task, { kind: 'part' }>): Generator<Part, void> {
  if (task.kind === 'files') for (const plan of task.plans) yield readFilePart(plan);
  else for (let index = task.from; index < task.to; index += 1) yield readRange(task.plan, index);
}
