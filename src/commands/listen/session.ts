import { findMessageId } from '../../core/delivery/delivery.ts';
import { AppError } from '../../core/error.ts';
import { toShownMessageId } from '../../core/events/masking.ts';
import type { Key } from '../../core/signature/secret.ts';
import type { Context } from '../command.ts';
import { toForwarding } from '../kept-answer.ts';
import { toShownEvent } from '../shown-event.ts';
import type { Display } from './display.ts';
import type { Ending } from './ending.ts';
import type { Filter } from './filter.ts';
import { readFilter } from './filter-flags.ts';
import type { Handled } from './handle.ts';
import type { Keeper } from './keep.ts';
import type { Session } from './keys.ts';
import type { Planner } from './plan.ts';
import { laneOf, type Relay } from './relay.ts';
import type { AppHealth } from './tally.ts';

/** What a session works on. */
export interface SessionParts {
  readonly keys: readonly Key[];
  readonly hasApp: boolean;
  readonly planner: Planner;
  readonly filter: Filter;
  readonly display: Display;
  readonly relay: Relay;
  readonly keeper: Keeper;
  readonly health: AppHealth;
  readonly ending: Ending;
  readonly summary: () => void;
  readonly details: (id: string) => Promise<void>;
  readonly context: Context;
}

/** A session, which is to be told of every delivery. */
export interface OpenSession extends Session {
  readonly take: (handled: Handled) => void;
  /** Resolves when what was sent again has been answered, and that is kept. */
  readonly settled: () => Promise<unknown>;
}

/** As many as there are keys for them. */
const REMEMBERED = 9;

/** What the keys of a person do to a listener. */
export function createSession(parts: SessionParts): OpenSession {
  const { planner, filter, display } = parts;
  const { showPii } = parts.context;
  const latest: Handled[] = [];
  const working = new Set<Promise<void>>();

  async function sendAgain(handled: Handled): Promise<void> {
    const outcomes = await parts.relay.send(toRelaying(handled, planner, showPii), {
      report: parts.context.report,
      resignWith: parts.keys,
    });
    for (const { outcome } of outcomes) parts.health.note(outcome);
    const forwardings = outcomes.map(({ url, outcome }) => toForwarding(url, outcome));
    parts.keeper.conclude(handled.capture.id, { forwardings });
  }

  function replay(nth: number): Promise<void> {
    const handled = latest[nth - 1];
    if (handled === undefined) return Promise.resolve();
    const work = sendAgain(handled).finally(() => working.delete(work));
    working.add(work);
    return work;
  }

  function setFilter(text: string): string | undefined {
    try {
      filter.change(readFilter(text));
      return undefined;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return [error.message, error.hint].filter((each) => each !== undefined).join(' ');
    }
  }

  return {
    take: (handled) => {
      if (!handled.isWanted) return;
      latest.unshift(handled);
      if (latest.length > REMEMBERED) latest.pop();
    },
    replay,
    settled: () => Promise.all(working),
    details: () => {
      const id = latest[0]?.capture.id;
      if (id !== undefined) void parts.details(id);
    },
    setFilter,
    filter: filter.text,
    toggleFailures: display.toggleFailures,
    togglePause: planner.togglePause,
    summary: parts.summary,
    quit: parts.ending.quit,
    recent: () =>
      latest.map(({ capture: { receivedAt }, content: { event } }, index) => ({
        n: index + 1,
        event: event === null ? null : toShownEvent(event, showPii),
        receivedAt,
      })),
    hasApp: parts.hasApp,
  };
}

/** Where a delivery goes when it is sent again: to the apps that its event goes to now. */
function toRelaying({ capture, content }: Handled, planner: Planner, showPii: boolean) {
  const svixId = findMessageId(capture.delivery.headers);
  return {
    capture,
    svixId: svixId === null ? null : toShownMessageId(svixId, showPii),
    urls: planner.urlsFor(content),
    lane: laneOf(capture, content),
  };
}
