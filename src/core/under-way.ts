/** How much is under way, and when nothing more is. */
export interface UnderWay {
  readonly begin: () => void;
  /** Once for each `begin`. */
  readonly end: () => void;
  readonly count: () => number;
  /** Resolves when nothing is under way, which may be at once. */
  readonly none: () => Promise<void>;
}

/** Counts from nothing. A number, because a set of promises takes ten times as long, and every delivery is counted twice. */
export function createUnderWay(): UnderWay {
  let count = 0;
  let waiting: (() => void)[] = [];
  return {
    begin: () => {
      count += 1;
    },
    end: () => {
      count -= 1;
      if (count > 0) return;
      const freed = waiting;
      waiting = [];
      for (const resolve of freed) resolve();
    },
    count: () => count,
    none: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
