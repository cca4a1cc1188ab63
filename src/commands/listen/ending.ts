import type { Expectations } from '../../core/expectation/expectations.ts';
import type { AssertionOptions } from './assertion-flags.ts';

/** When listening ends. */
export interface Ending {
  /** Resolves when it is over: interrupted, quit, all has come, or the time is up. */
  readonly over: Promise<void>;
  /** Aborted at the same moment. */
  readonly signal: AbortSignal;
  /** To be told of every delivery that the filter lets through, when its answer is ready. */
  readonly onDelivery: () => void;
  readonly quit: () => void;
  /** Milliseconds from `start` until it was over. */
  readonly elapsedMs: () => number;
  /** Starts the time of `--timeout` and `--for`. */
  readonly start: () => void;
  /** Takes the timer away. */
  readonly close: () => void;
}

interface Options {
  readonly assertions: AssertionOptions;
  readonly expectations: Expectations | undefined;
  readonly signal: AbortSignal;
}

/** Waits for whatever comes first. */
export function createEnding({ assertions, expectations, signal }: Options): Ending {
  const { promise, resolve } = Promise.withResolvers<void>();
  const ending = new AbortController();
  const { timeout, count, for: time } = assertions;
  let started = performance.now();
  let ended: number | undefined;
  let deliveries = 0;
  let timer: NodeJS.Timeout | undefined;

  function end(): void {
    ended ??= performance.now();
    clearTimeout(timer);
    ending.abort();
    resolve();
  }

  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  return {
    over: promise,
    signal: ending.signal,
    onDelivery: () => {
      deliveries += 1;
      if (expectations?.tally().met === true || deliveries === count) end();
    },
    quit: end,
    elapsedMs: () => (ended ?? performance.now()) - started,
    start: () => {
      started = performance.now();
      const ms = timeout ?? time;
      if (ms !== undefined) timer = setTimeout(end, ms);
    },
    close: () => clearTimeout(timer),
  };
}
