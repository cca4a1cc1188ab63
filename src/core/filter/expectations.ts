import { toEventTest } from './event-glob.ts';

/** So many messages of an event are to come. */
export interface Expectation {
  /** An event's name or a glob. */
  readonly event: string;
  readonly wanted: number;
}

/** Why a delivery can count for nothing. Published; never renamed. */
export const INSUFFICIENCIES = ['not_verified', 'condition', 'repeated', 'not_expected'] as const;

/** One of them. */
export type Insufficiency = (typeof INSUFFICIENCIES)[number];

/** What is to be known of a delivery in order to count it. */
export interface Arrival {
  readonly event: string | null;
  readonly messageId: string | null;
  readonly verified: boolean;
  /** Whether the conditions of the user hold for it. */
  readonly fits: boolean;
}

/** How far the expectations are met. */
export interface Tally {
  readonly met: boolean;
  readonly expectations: readonly (Expectation & { readonly came: number })[];
  /** What came and counted for nothing, in the order in which it first came. */
  readonly instead: readonly {
    readonly event: string | null;
    readonly reason: Insufficiency;
    readonly count: number;
  }[];
}

/** Counts what comes. */
export interface Expectations {
  readonly take: (arrival: Arrival) => void;
  readonly tally: () => Tally;
}

/** No more different things are told that came instead. */
const MOST_INSTEAD = 50;

/** Reads `EVENT` or `EVENT=COUNT`; undefined for anything else. Never throws. */
export function findExpectation(text: string): Expectation | undefined {
  const [, event = '', count = '1'] = /^\s*([^=\s]+)(?:=([1-9]\d{0,6}))?\s*$/.exec(text) ?? [];
  return event === '' ? undefined : { event, wanted: Number(count) };
}

/**
 * Counts each message once, however often it is sent, for every expectation that its event fits. Only what is verified
 * and fits the conditions counts. Never throws.
 */
export function createExpectations(list: readonly Expectation[]): Expectations {
  const tests = list.map(({ event }) => toEventTest([event]));
  const came = list.map(() => 0);
  const seen = new Set<string>();
  const instead = new Map<string, Tally['instead'][number]>();

  function take(arrival: Arrival): void {
    const reason = count(arrival);
    if (reason !== undefined) note(arrival.event, reason);
  }

  function count({ event, messageId, verified, fits }: Arrival): Insufficiency | undefined {
    if (!verified) return 'not_verified';
    const fitting = tests.flatMap((test, index) => (test(event) ? [index] : []));
    if (fitting.length === 0) return 'not_expected';
    if (!fits) return 'condition';
    if (messageId !== null && seen.has(messageId)) return 'repeated';
    if (messageId !== null) seen.add(messageId);
    for (const index of fitting) came[index] = (came[index] ?? 0) + 1;
    return undefined;
  }

  function note(event: string | null, reason: Insufficiency): void {
    // As JSON, so that no event and one that is called null stay apart.
    const key = JSON.stringify([reason, event]);
    const before = instead.get(key);
    if (before === undefined && instead.size >= MOST_INSTEAD) return;
    instead.set(key, { event, reason, count: (before?.count ?? 0) + 1 });
  }

  function tally(): Tally {
    const expectations = list.map((each, index) => ({ ...each, came: came[index] ?? 0 }));
    const met = expectations.every((each) => each.came >= each.wanted);
    return { met, expectations, instead: [...instead.values()] };
  }

  return { take, tally };
}
