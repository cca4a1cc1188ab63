import type { Delivered } from '../../io/forwarder.ts';
import type { Status } from '../../report/human/status.ts';
import { isGood } from '../app-answer.ts';

/** What has happened since the start. */
export interface Tally {
  received: number;
  verified: number;
  failed: number;
  refused: number;
  forwarded: number;
  /** Not shown and not passed on, because of the filter. */
  filtered: number;
  /** Answered 503, because they could not be kept. */
  notKept: number;
}

/** What is known of the app. */
export interface AppHealth {
  readonly note: (outcome: Delivered) => void;
  readonly state: () => Pick<Status, 'app' | 'p50Ms'>;
}

/** A tally of nothing. */
export function createTally(): Tally {
  return { received: 0, verified: 0, failed: 0, refused: 0, forwarded: 0, filtered: 0, notKept: 0 };
}

/** The median is of so many latest answers. */
const REMEMBERED = 100;

/** The health of an app of which nothing is known yet. */
export function createAppHealth(hasApp: boolean): AppHealth {
  const latencies: number[] = [];
  let app: Status['app'] = hasApp ? 'unknown' : 'none';
  return {
    note: (outcome) => {
      app = outcome.kind === 'failed' ? 'down' : isGood(outcome) ? 'up' : 'failing';
      if (outcome.kind !== 'answered') return;
      latencies.push(outcome.latencyMs);
      if (latencies.length > REMEMBERED) latencies.shift();
    },
    state: () => {
      const sorted = latencies.toSorted((one, other) => one - other);
      const p50Ms = sorted[Math.floor(sorted.length / 2)];
      return { app, ...(p50Ms !== undefined && { p50Ms }) };
    },
  };
}
