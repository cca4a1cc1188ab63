import { createExpectations, type Expectations } from '../../core/filter/expectations.ts';
import { writeWhole } from '../../io/write-file.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context, Outcome } from '../command.ts';
import { toShownEvent } from '../shown-event.ts';
import type { AssertionOptions } from './assertion-flags.ts';
import { type State, toSummary } from './state.ts';
import type { Stored } from './store.ts';

/** When listening ends. */
export interface Ending {
  /** Resolves when it is over: interrupted, quit, everything expected was received, or the time is up. */
  readonly over: Promise<void>;
  /** Aborted at the same moment. */
  readonly signal: AbortSignal;
  /** Counts a delivery for the expectations, if there are any. */
  readonly expect: (stored: Stored) => void;
  /** Counts a delivery that the filter lets through, when its answer is ready. */
  readonly count: () => void;
  readonly quit: () => void;
  /** Starts the time of `--timeout` and `--for`. */
  readonly start: () => void;
  /** Takes the timer away. */
  readonly close: () => void;
  /** The result of the expectations; undefined without any. */
  readonly assertion: () => Assertion | undefined;
}

type Assertion = RecordOf<'assertion'>;

/** Waits for whatever comes first. */
export function createEnding(
  options: AssertionOptions,
  { signal, showPii }: Pick<Context, 'signal' | 'showPii'>,
): Ending {
  const { promise, resolve } = Promise.withResolvers<void>();
  const ending = new AbortController();
  const expectations = options.expect && createExpectations(options.expect);
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
    expect: ({ content: { event }, messageId, capture: { verdict }, plan }) =>
      expectations?.take({ event, messageId, verified: verdict.kind === 'valid', fits: plan.isWanted }),
    count: () => {
      deliveries += 1;
      if (expectations?.tally().met === true || deliveries === options.count) end();
    },
    quit: end,
    start: () => {
      started = performance.now();
      const ms = options.timeout ?? options.for;
      if (ms !== undefined) timer = setTimeout(end, ms);
    },
    close: () => clearTimeout(timer),
    assertion: () =>
      expectations && toAssertion(expectations, (ended ?? performance.now()) - started, showPii),
  };
}

function toAssertion(expectations: Expectations, elapsedMs: number, showPii: boolean): Assertion {
  const { met, expectations: list, instead } = expectations.tally();
  return {
    type: 'assertion',
    met,
    waitedMs: Math.round(elapsedMs),
    expectations: list.map((each) => ({ ...each })),
    instead: instead.map((each) => ({
      ...each,
      event: each.event === null ? null : toShownEvent(each.event, showPii),
    })),
  };
}

/** Reports the end, and whether it was as expected. Throws AppError `file_unwritable` for the report. */
export async function reportEnd(
  assertion: Assertion | undefined,
  state: State,
  { options, context }: { readonly options: AssertionOptions; readonly context: Context },
): Promise<Outcome> {
  if (assertion !== undefined) context.report(assertion);
  context.report(toSummary(state));
  // Last, because nothing is said after a failure.
  if (assertion !== undefined && options.report !== undefined) {
    const { toJunit } = await import('../../report/junit.ts');
    writeWhole(options.report, toJunit(assertion), context.cwd);
  }
  return assertion?.met === false ? 'failed' : 'passed';
}
