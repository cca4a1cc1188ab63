import { AppError } from '../../core/error.ts';
import type { History } from '../../core/history/history.ts';
import type { Status } from '../../report/human/console.ts';
import type { Context } from '../command.ts';
import { findAttempts } from '../kept-delivery.ts';
import { toShownEvent } from '../shown-event.ts';
import type { Described } from './describe.ts';
import { readFilter } from './filter-flags.ts';
import type { Session } from './keys.ts';
import { createFilter, type State, toSummary } from './state.ts';

/** What a person at the keys works on. */
export interface SessionParts {
  /** The latest first. */
  readonly latest: readonly Described[];
  readonly state: State;
  readonly history: History;
  readonly hasApp: boolean;
  /** Forwards a delivery again. Resolves when its answers are reported. */
  readonly resend: (described: Described) => Promise<void>;
  readonly quit: () => void;
  readonly context: Context;
}

/** The actions behind the keys. */
function createSession(parts: SessionParts): Session {
  const { latest, state, history, context } = parts;
  const { report, showPii } = context;
  return {
    replay: async (nth) => {
      const described = latest[nth - 1];
      if (described !== undefined) await parts.resend(described);
    },
    details: () => {
      const id = latest[0]?.capture.id;
      if (id !== undefined) void showDetails(id, history, context);
    },
    setFilter: (text) => changeFilter(state, text),
    filter: () => state.filter.text,
    toggleFailures: () => {
      state.onlyFailures = !state.onlyFailures;
      return state.onlyFailures;
    },
    togglePause: () => {
      state.isPaused = !state.isPaused;
      return state.isPaused;
    },
    summary: () => report(toSummary(state)),
    quit: parts.quit,
    recent: () =>
      latest.map(({ capture: { receivedAt }, content: { event } }, index) => ({
        n: index + 1,
        event: event === null ? null : toShownEvent(event, showPii),
        receivedAt,
      })),
    hasApp: parts.hasApp,
  };
}

/** Takes a filter, or gives the reason why it is not understood. */
function changeFilter(state: State, text: string): string | undefined {
  try {
    state.filter = createFilter(readFilter(text));
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [error.message, error.hint].filter((each) => each !== undefined).join(' ');
  }
}

/** Shows one delivery with everything known of it. A history that cannot be read is reported: the listener goes on. */
async function showDetails(id: string, history: History, { report, showPii }: Context): Promise<void> {
  try {
    const { toDeliveryRecord } = await import('../delivery-record.ts');
    const [kept] = history.find({ ids: [id], limit: 1 });
    if (kept !== undefined) report(toDeliveryRecord(kept, findAttempts(history, kept.capture), showPii));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { message, hint } = error;
    report({ type: 'notice', code: error.code, message, ...(hint !== undefined && { hint }) });
  }
}

/** Interval of the status line: an app may answer long after its delivery was received. */
const REFRESH_MS = 250;

/**
 * Takes keys and shows the status of the listener at `url`, where a person sits at a terminal.
 * @returns a function that ends that.
 */
export async function openKeys(url: string, { state, ...parts }: SessionParts): Promise<() => void> {
  const terminal = await parts.context.openConsole();
  if (terminal === undefined) return () => undefined;
  const { createKeys } = await import('./keys.ts');
  const session = createSession({ state, ...parts });
  createKeys({ console: terminal, session, report: parts.context.report });
  let shown = '';
  const refresh = () => {
    const status = toStatus(url, state);
    const text = JSON.stringify(status);
    if (text !== shown) terminal.setStatus(status);
    shown = text;
  };
  refresh();
  const timer = setInterval(refresh, REFRESH_MS);
  return () => {
    clearInterval(timer);
    terminal.close();
  };
}

function toStatus(url: string, { tally, health, filter, isPaused }: State): Status {
  const { verified, failed } = tally;
  const shownFilter = filter.text !== '' && { filter: filter.text };
  return { url, verified, failed, ...health.state(), paused: isPaused, ...shownFilter };
}
