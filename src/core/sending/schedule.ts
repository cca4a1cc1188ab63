import TinyQueue from 'tinyqueue';

/** One request that is due: the message by its number from 0, its attempt from 1, and the moment at which it was to start. */
export interface Turn {
  readonly index: number;
  readonly attempt: number;
  readonly dueMs: number;
}

/** Number and times of messages. All moments are milliseconds of one clock. */
export interface SchedulePlan {
  readonly beginMs: number;
  /** From this moment on nothing starts; Infinity when it does not matter. */
  readonly endMs: number;
  /** Number of messages; Infinity when only the time ends it. */
  readonly count: number;
  /** New messages on schedule; without it, one is due whenever there is room for it. */
  readonly perSecond?: number | undefined;
}

/** Order of what is sent next. It stores attempts that wait, and of all else only numbers. */
export interface Schedule {
  /** Puts a message down for another attempt. */
  readonly again: (turn: Turn) => void;
  /** Takes what is due, other attempts before new messages; undefined when nothing is. */
  readonly take: (nowMs: number) => Turn | undefined;
  /** Gives up the new messages whose moment on schedule has come and for which there is no room. */
  readonly passOver: (nowMs: number) => void;
  /** The next moment to look again at which something changes by itself; Infinity when there is none. */
  readonly nextMs: (nowMs: number) => number;
  /** Tells whether nothing more will be due. */
  readonly isOver: (nowMs: number) => boolean;
  /** From now on nothing is due. */
  readonly stop: () => void;
  readonly started: () => number;
  readonly passedOver: () => number;
  readonly waiting: () => number;
}

/** At most so many messages wait for another attempt before new ones are held back: memory does not grow with failures. */
const MOST_WAITING = 10_000;
const NEVER = Number.POSITIVE_INFINITY;

/** A schedule. None of its functions throws. */
export function createSchedule({ beginMs, endMs, count, perSecond }: SchedulePlan): Schedule {
  const waiting = createRetryQueue<Turn>();
  let next = 0;
  let passedOver = 0;
  let isStopped = false;

  /** When the next new message is due, or NEVER when there is none. */
  function newMs(nowMs: number): number {
    const dueMs = perSecond === undefined ? nowMs : beginMs + (next * 1_000) / perSecond;
    return next < count && dueMs < endMs ? dueMs : NEVER;
  }

  function takeNew(nowMs: number): Turn | undefined {
    const dueMs = newMs(nowMs);
    if (dueMs > nowMs || waiting.size() >= MOST_WAITING) return undefined;
    next += 1;
    return { index: next - 1, attempt: 1, dueMs };
  }

  const isOver = (nowMs: number) =>
    isStopped || nowMs >= endMs || (waiting.size() === 0 && newMs(nowMs) === NEVER);

  return {
    again: waiting.add,
    // A look that comes too late still finds the new messages that were due before the end, on schedule.
    take: (nowMs) => {
      if (isStopped) return undefined;
      return (nowMs < endMs ? waiting.takeDue(nowMs) : undefined) ?? takeNew(nowMs);
    },
    passOver: (nowMs) => {
      if (perSecond === undefined || isStopped) return;
      for (; newMs(nowMs) <= nowMs; next += 1) passedOver += 1;
    },
    nextMs: (nowMs) => {
      if (isOver(nowMs)) return NEVER;
      const [freshMs, againMs] = [newMs(nowMs), waiting.nextMs() ?? NEVER];
      return Math.min(
        freshMs > nowMs ? freshMs : NEVER,
        againMs > nowMs ? againMs : NEVER,
        // What waits is given up then, so that the run may be over.
        waiting.size() > 0 ? endMs : NEVER,
      );
    },
    isOver,
    stop: () => {
      isStopped = true;
    },
    started: () => next - passedOver,
    passedOver: () => passedOver,
    waiting: waiting.size,
  };
}

/** Something to be sent again at a moment, in milliseconds of any one clock. */
interface Due {
  readonly dueMs: number;
}

/** Items that wait to be sent again, the earliest first. */
export interface RetryQueue<Item extends Due> {
  readonly size: () => number;
  readonly add: (item: Item) => void;
  /** The moment of the earliest; undefined when nothing waits. */
  readonly nextMs: () => number | undefined;
  /** Takes out the earliest whose moment has come. */
  readonly takeDue: (nowMs: number) => Item | undefined;
}

/** A queue by time. None of its functions throws. */
export function createRetryQueue<Item extends Due>(): RetryQueue<Item> {
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
