import type { Delivery } from '../../core/delivery/delivery.ts';
import type { Content } from '../../core/events/content.ts';
import { allHold } from '../../core/filter/condition.ts';
import { toEventTest } from '../../core/filter/event-glob.ts';
import type { Delivered } from '../../io/forwarder.ts';
import type { Status } from '../../report/human/console.ts';
import type { RecordOf } from '../../report/records.ts';
import { isGood } from '../app-answer.ts';
import type { FilterOptions } from './filter-flags.ts';

/** Everything about a listener that changes while it runs. */
export interface State {
  readonly tally: Tally;
  readonly health: AppHealth;
  /** Where deliveries are stored, for display; undefined when they are not. */
  readonly place: string | undefined;
  filter: Filter;
  /** Whether forwarding is paused. */
  isPaused: boolean;
  /** Whether only failures are shown. */
  onlyFailures: boolean;
}

/** Counts since the start. */
export interface Tally {
  received: number;
  verified: number;
  failed: number;
  refused: number;
  forwarded: number;
  /** Neither shown nor forwarded, because of the filter. */
  filtered: number;
  /** Answered 503, because they could not be stored. */
  notKept: number;
}

/** The state at the start. */
export function createState(
  filter: FilterOptions,
  { hasApp, place }: { readonly hasApp: boolean; readonly place: string | undefined },
): State {
  return {
    tally: { received: 0, verified: 0, failed: 0, refused: 0, forwarded: 0, filtered: 0, notKept: 0 },
    health: createAppHealth(hasApp),
    place,
    filter: createFilter(filter),
    isPaused: false,
    onlyFailures: false,
  };
}

/** The counts so far, as they are reported. */
export function toSummary({ tally, place }: Pick<State, 'tally' | 'place'>): RecordOf<'summary'> {
  const { notKept, ...counts } = tally;
  return {
    type: 'summary',
    command: 'listen',
    ...counts,
    ...(notKept > 0 && { notKept }),
    ...(place !== undefined && { history: place }),
  };
}

/** A filter of event globs, one of which must fit, and conditions, which must all hold. */
export interface Filter {
  /** Whether a delivery is shown and forwarded. */
  readonly lets: (content: Content, delivery: Delivery) => boolean;
  /** As a person would write it; empty without any. */
  readonly text: string;
}

/** A filter with these globs and conditions. */
export function createFilter({ event = [], where = [] }: FilterOptions): Filter {
  const isWanted = toEventTest(event);
  return {
    lets: ({ event, payload }, { headers }) => isWanted(event) && allHold(where, { payload, headers }),
    text: [...event, ...where.map(({ text }) => text)].join(' '),
  };
}

/** The condition of the app, as far as its answers show it. */
export interface AppHealth {
  readonly note: (outcome: Delivered) => void;
  readonly state: () => Pick<Status, 'app' | 'p50Ms'>;
}

/** The number of latest answers that the median is of. */
const REMEMBERED = 100;

function createAppHealth(hasApp: boolean): AppHealth {
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
