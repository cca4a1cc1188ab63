import { isSuccess } from '../../core/delivery/delivery.ts';
import type { Failure, FailureCode } from '../failure.ts';
import { createLatencyHistogram, type Latencies } from '../latency-histogram.ts';
import type { AnswerExample, Exchange } from './slots.ts';

/** Outcome of all requests so far. A message has one id; with retries it is sent in several attempts. */
export interface Counts {
  /** Requests that have ended. */
  readonly attempts: number;
  readonly byStatus: ReadonlyMap<number, number>;
  readonly errors: ReadonlyMap<FailureCode, number>;
  /** Messages that were delivered in the end, and that were not. */
  readonly ok: number;
  readonly failed: number;
  /** Requests that went out once more at once, because a connection kept alive had been closed. */
  readonly resent: number;
}

/** Counts with what has to be read out: how long answers took, and timeouts. */
export interface Totals extends Counts {
  /** Undefined when nothing was answered and nothing timed out. */
  readonly latencies: Latencies | undefined;
  /** A few answers of each status that is not 2xx. */
  readonly examples: readonly AnswerExample[];
  /** The first failure of each kind. */
  readonly failures: ReadonlyMap<FailureCode, Failure>;
  /** The slowest of them first. */
  readonly slowest: readonly Slow[];
}

/** Counts without keeping anything of a single request. */
export interface Tally {
  /** As they are now, also later. */
  readonly counts: Counts;
  readonly noteAttempt: (exchange: Exchange, latencyMs: number) => void;
  readonly noteMessage: (isDelivered: boolean) => void;
  readonly noteResent: () => void;
  readonly wantsExample: (status: number) => boolean;
  readonly noteExample: (example: AnswerExample) => void;
  readonly total: () => Totals;
}

const SLOWEST_LISTED = 5;
const EXAMPLES_PER_STATUS = 4;

/** A tally. None of its functions throws. */
export function createTally(): Tally {
  const byStatus = new Map<number, number>();
  const errors = new Map<FailureCode, number>();
  const examples: AnswerExample[] = [];
  const failures = new Map<FailureCode, Failure>();
  const counts = { attempts: 0, byStatus, errors, ok: 0, failed: 0, resent: 0 };
  const histogram = createLatencyHistogram();
  const slowest = createSlowest(SLOWEST_LISTED);
  return {
    counts,
    noteAttempt: ({ index, status, failure }, latencyMs) => {
      if (failure?.code !== 'unsendable') counts.attempts += 1;
      if (failure === undefined) byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
      else {
        errors.set(failure.code, (errors.get(failure.code) ?? 0) + 1);
        if (!failures.has(failure.code)) failures.set(failure.code, failure);
      }
      // What timed out was slow; what was refused was no answer at all.
      if (failure !== undefined && failure.code !== 'timeout') return;
      histogram.record(latencyMs);
      slowest.note(index, latencyMs);
    },
    noteMessage: (isDelivered) => {
      counts[isDelivered ? 'ok' : 'failed'] += 1;
    },
    noteResent: () => {
      counts.resent += 1;
    },
    wantsExample: (status) =>
      !isSuccess(status) &&
      status <= 599 &&
      examples.filter((each) => each.status === status).length < EXAMPLES_PER_STATUS,
    noteExample: (example) => void examples.push(example),
    total: () => ({ ...counts, failures, examples, latencies: histogram.read(), slowest: slowest.list() }),
  };
}

/** A request by its number in the run, and how long it took. */
interface Slow {
  readonly index: number;
  readonly latencyMs: number;
}

/** Keeps the few slowest of many: what it holds does not grow. */
interface Slowest {
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
