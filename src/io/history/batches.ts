/** Work that wants to be written, in the order in which it came. */
export interface Batches<Context> {
  /**
   * Does the work in a transaction that it shares with all that comes in the same turn of the event loop. Resolves with
   * what it gave once that is on the disk.
   */
  readonly add: <Value>(work: (context: Context) => Value, urgency?: Urgency) => Promise<Value>;
  /** Resolves when nothing is waiting. Never rejects. */
  readonly drain: () => Promise<void>;
}

/** `now`: somebody waits for it. `later`: it goes with what comes next, within 50 ms. */
export type Urgency = 'now' | 'later';

/** One piece of work; `run` gives what is to be called once it is on the disk. */
export interface Job<Context> {
  readonly run: (context: Context) => () => void;
  readonly reject: (error: unknown) => void;
  /** When it was asked for, in milliseconds of any clock that never goes back. */
  readonly since: number;
}

/** What the batches are for. */
export interface BatchOptions<Context> {
  /** Writes all or none of it and settles the jobs, or throws. */
  readonly commit: (jobs: readonly Job<Context>[]) => void;
  /** Whether a failure passes by itself, so that it is tried again for `patienceMs`. */
  readonly isPassing: (error: unknown) => boolean;
  readonly patienceMs: number;
  /** How long work waits for more of it at most, while each turn brings some: 5 ms unless given. */
  readonly gatherMs?: number;
  /** The failure as it is given to those who wait. */
  readonly toFailure: (error: unknown) => unknown;
}

const MOST_IN_ONE = 500;
const LATER_MS = 50;
const GATHER_MS = 5;
const RETRY_MS = 15;

/** Gathers work into batches, one at a time. */
export function createBatches<Context>(options: BatchOptions<Context>): Batches<Context> {
  const { gatherMs = GATHER_MS } = options;
  let queue: Job<Context>[] = [];
  let isDue = false;
  let seen = 0;
  let timer: NodeJS.Timeout | undefined;
  let isRetrying = false;
  let idle: (() => void)[] = [];

  /** While each turn of the event loop brings more, more will come: one commit for all is far less work than one for each turn. */
  function flushWhenQuiet(): void {
    const isGrowing = queue.length > seen && queue.length < MOST_IN_ONE;
    const waitedMs = performance.now() - (queue[0]?.since ?? 0);
    seen = queue.length;
    if (isGrowing && waitedMs < gatherMs) setImmediate(flushWhenQuiet);
    else flush();
  }

  function flush(): void {
    isDue = false;
    seen = 0;
    clearTimeout(timer);
    timer = undefined;
    const jobs = queue.slice(0, MOST_IN_ONE);
    queue = queue.slice(MOST_IN_ONE);
    const left = attempt(jobs, options);
    queue = [...left, ...queue];
    isRetrying = left.length > 0;
    if (isRetrying) timer = setTimeout(flush, RETRY_MS);
    else if (queue.length > 0) schedule('now');
    else for (const resolve of idle.splice(0)) resolve();
  }

  function schedule(urgency: Urgency): void {
    // The lock of another process does not open sooner because more is asked for.
    if (isRetrying) return;
    if (urgency === 'later') timer ??= setTimeout(flush, LATER_MS);
    else if (!isDue) {
      isDue = true;
      setImmediate(flushWhenQuiet);
    }
  }

  return {
    add: (work, urgency = 'now') =>
      new Promise((resolve, reject) => {
        const run = (context: Context) => {
          const value = work(context);
          return () => resolve(value);
        };
        queue.push({ run, reject, since: performance.now() });
        schedule(urgency);
      }),
    drain: () => {
      if (queue.length === 0) return Promise.resolve();
      schedule('now');
      return new Promise((resolve) => {
        idle = [...idle, resolve];
      });
    },
  };
}

/** Gives the jobs that are to be tried again. */
function attempt<Context>(
  jobs: readonly Job<Context>[],
  { commit, isPassing, patienceMs, toFailure }: BatchOptions<Context>,
): readonly Job<Context>[] {
  try {
    commit(jobs);
    return [];
  } catch (error) {
    const now = performance.now();
    const [patient, done] = partition(jobs, ({ since }) => isPassing(error) && now - since < patienceMs);
    for (const { reject } of done) reject(toFailure(error));
    return patient;
  }
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): readonly [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
