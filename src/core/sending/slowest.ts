/** A request by its number in the run, and how long it took. */
export interface Slow {
  readonly index: number;
  readonly latencyMs: number;
}

/** Keeps the few slowest of many: what it holds does not grow. */
export interface Slowest {
  readonly note: (index: number, latencyMs: number) => void;
  /** The slowest first. */
  readonly list: () => readonly Slow[];
}

/** Keeps the `most` slowest. None of its functions throws. */
export function createSlowest(most: number): Slowest {
  const kept: Slow[] = [];
  return {
    note: (index, latencyMs) => {
      const last = kept.length === most ? kept[most - 1] : undefined;
      if (last !== undefined && latencyMs <= last.latencyMs) return;
      const faster = kept.findIndex((each) => each.latencyMs < latencyMs);
      kept.splice(faster === -1 ? kept.length : faster, 0, { index, latencyMs });
      if (kept.length > most) kept.pop();
    },
    list: () => [...kept],
  };
}
