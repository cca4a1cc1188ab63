import TinyQueue from 'tinyqueue';

/** Something to be sent again at a moment, in milliseconds of any one clock. */
export interface Due {
  readonly dueMs: number;
}

/** What waits to be sent again, the earliest first. */
export interface Waiting<Item extends Due> {
  readonly size: () => number;
  readonly add: (item: Item) => void;
  /** The moment of the earliest; undefined when nothing waits. */
  readonly nextMs: () => number | undefined;
  /** Takes out the earliest whose moment has come. */
  readonly takeDue: (nowMs: number) => Item | undefined;
}

/** A queue by time. None of its functions throws. */
export function createWaiting<Item extends Due>(): Waiting<Item> {
  const queue = new TinyQueue<Item>([], (one, other) => one.dueMs - other.dueMs);
  return {
    size: () => queue.length,
    add: (item) => queue.push(item),
    nextMs: () => queue.peek()?.dueMs,
    takeDue: (nowMs) => {
      const next = queue.peek();
      return next !== undefined && next.dueMs <= nowMs ? queue.pop() : undefined;
    },
  };
}
