/** Something that has to be over by then. `dueMs` is a moment of `performance.now`. */
export interface Deadline {
  readonly dueMs: number;
  readonly onLate: () => void;
}

/** Deadlines that are all equally far away when they are set. */
export interface Deadlines {
  readonly set: (onLate: () => void) => Deadline;
  readonly lift: (deadline: Deadline) => void;
}

/**
 * One timer for all: the first that was set is the first that is due, and under load nearly none ever is. A timer for each
 * would take a fiftieth of the time of a delivery. It keeps no process alive.
 */
export function createDeadlines(afterMs: number): Deadlines {
  const waiting = new Set<Deadline>();
  let isWatching = false;

  function ring(): void {
    isWatching = false;
    const now = performance.now();
    for (const deadline of waiting) {
      if (deadline.dueMs > now) {
        watch(deadline.dueMs - now);
        return;
      }
      waiting.delete(deadline);
      deadline.onLate();
    }
  }

  function watch(inMs: number): void {
    if (isWatching) return;
    isWatching = true;
    setTimeout(ring, Math.ceil(inMs)).unref();
  }

  return {
    set: (onLate) => {
      const deadline = { dueMs: performance.now() + afterMs, onLate };
      waiting.add(deadline);
      watch(afterMs);
      return deadline;
    },
    lift: (deadline) => void waiting.delete(deadline),
  };
}
