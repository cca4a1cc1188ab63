import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { PartResult } from '../../core/validation/parts/part.ts';
import type { Context } from '../command.ts';
import type { Perform } from './perform.ts';
import { MOST_THREAD_BYTES, type Task } from './task.ts';
import type { ThreadData } from './thread.ts';

/** What came of a task, in the order of its parts. */
export interface Done {
  readonly task: Task;
  readonly results: readonly PartResult[];
}

/** How tasks are done. */
export interface Manner {
  /** What this thread does where there are no others. */
  readonly perform: Perform;
  /** Threads that do all of it, and what they are given to check in the same way; undefined: this one does. */
  readonly threads: { readonly count: number; readonly data: ThreadData } | undefined;
}

/** The results of tasks in the order of the tasks, whoever does them. Throws what checking and reading throw. */
export function runTasks(tasks: AsyncIterable<Task>, manner: Manner, context: Context): AsyncIterable<Done> {
  const { perform, threads } = manner;
  return threads === undefined ? runHere(tasks, perform) : runInThreads(tasks, { perform, threads }, context);
}

/** A person who watches wants to see it go on. */
const LONGEST_MS = 50;

async function* runHere(tasks: AsyncIterable<Task>, perform: Perform): AsyncGenerator<Done, void> {
  let breathed = performance.now();
  for await (const task of tasks) {
    yield { task, results: (await perform(task)) ?? [] };
    if (performance.now() - breathed < LONGEST_MS) continue;
    await setImmediate();
    breathed = performance.now();
  }
}

/** Of a part of lines it is known only when it was read. */
function isLarge(task: Task): boolean {
  if (task.kind === 'part') return task.part.bytes.length > MOST_THREAD_BYTES;
  return task.kind === 'files' && task.plans.some(({ size }) => size > MOST_THREAD_BYTES);
}

/** Each thread does one and has one to follow; what is done too early waits for its turn: four tasks of two threads in all. */
async function* runInThreads(
  tasks: AsyncIterable<Task>,
  { perform, threads: { count, data } }: Manner & { readonly threads: object },
  { packageRoot }: Context,
): AsyncGenerator<Done, void> {
  const [{ pMapIterable }, { startThreadPool }] = await Promise.all([
    import('p-map'),
    import('../../io/thread-pool.ts'),
  ]);
  const script = join(packageRoot, 'dist/thread.cjs');
  const pool = startThreadPool<Task, readonly PartResult[] | undefined>(script, count, data);
  const performThere = async (task: Task) => {
    const results = isLarge(task) ? undefined : await pool.perform(task);
    return { task, results: results ?? (await perform(task)) ?? [] };
  };
  try {
    yield* pMapIterable(tasks, performThere, { concurrency: 2 * count, backpressure: 2 * count });
  } finally {
    await pool.close();
  }
}
