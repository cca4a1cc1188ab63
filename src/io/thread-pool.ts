import workerpool from 'workerpool';

/** Threads that do the same kind of work. */
export interface ThreadPool<Task, Result> {
  /** Does it in the next thread that is free. Rejects with what the work threw, as far as it can be sent. */
  readonly perform: (task: Task) => Promise<Result>;
  /** Ends them, also in the middle of their work. */
  readonly close: () => Promise<void>;
}

/** Each thread would take many times as much for what is short-lived before it collects any, and gain nothing by it. */
const YOUNG_MB = 8;

/** Starts threads that run a script; it offers its work with `serveThread`. They start when there is something to do. */
export function startThreadPool<Task, Result>(
  script: string,
  count: number,
  workerData: unknown,
): ThreadPool<Task, Result> {
  const pool = workerpool.pool(script, {
    workerType: 'thread',
    minWorkers: count,
    maxWorkers: count,
    workerThreadOpts: { workerData, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } },
  });
  return {
    perform: async (task) => (await pool.exec('perform', [task])) as Result,
    close: async () => void (await pool.terminate(true)),
  };
}
