import type { OutputRecord } from '../../report/records.ts';
import type { Console } from '../command.ts';

/** A delivery that a digit stands for; 1 is the latest. `receivedAt` is an RFC 3339 moment. */
export interface Recent {
  readonly n: number;
  readonly event: string | null;
  readonly receivedAt: string;
}

/** What a listener offers to the person at its keys. */
export interface Session {
  /** Sends a delivery to the app again; 1 is the latest. Resolves when its answer is reported. */
  readonly replay: (nth: number) => Promise<void>;
  /** Reports the latest delivery whole. */
  readonly details: () => void;
  /** Takes a filter, or none for an empty text; gives the complaint when it cannot be understood. */
  readonly setFilter: (text: string) => string | undefined;
  readonly filter: () => string;
  /** Gives whether only failures are shown from now on. */
  readonly toggleFailures: () => boolean;
  /** Gives whether forwarding is paused from now on. */
  readonly togglePause: () => boolean;
  /** Reports how it went so far. */
  readonly summary: () => void;
  readonly quit: () => void;
  /** The latest first. */
  readonly recent: () => readonly Recent[];
  readonly hasApp: boolean;
}

/** What keys work on. */
export interface KeysOptions {
  readonly console: Console;
  readonly session: Session;
  readonly report: (record: OutputRecord) => void;
}

/** The digits of the keyboard. */
const MOST_RECENT = 9;

const KEYS = [
  ['r', 'send the latest delivery to the app again'],
  ['1–9', 'send a recent one again'],
  ['d', 'show the latest delivery whole'],
  ['f', 'filter what is shown and forwarded'],
  ['e', 'show only failures, or everything'],
  ['c', 'clear the screen'],
  ['p', 'pause forwarding, or go on'],
  ['s', 'show a summary'],
  ['q', 'quit'],
] as const;

/** Lets the keys of a console work on a session, until the console is closed. Never throws. */
export function createKeys({ console, session, report }: KeysOptions): void {
  const { ask, clear, onKey, showKeys } = console;
  const notify = (code: string, message: string, hint?: string) =>
    report({ type: 'notice', code, message, ...(hint === undefined ? {} : { hint }) });
  const replay = createReplay(session, notify);
  const actions: Readonly<Record<string, () => void>> = {
    r: () => replay(1),
    d: () => (hasAny(session) ? session.details() : notify('nothing_received', NOTHING)),
    f: () => void askFilter(ask, session, notify),
    e: () => toggleFailures(session, notify),
    c: clear,
    p: () => pause(session, notify),
    s: session.summary,
    q: session.quit,
    h: () => showKeys({ keys: KEYS, recent: session.recent().slice(0, MOST_RECENT) }),
  };
  const sameAs: Readonly<Record<string, string>> = { '?': 'h', 'ctrl+d': 'q', 'ctrl+l': 'c' };
  let hasHinted = false;
  onKey((key) => {
    if (/^[1-9]$/.test(key)) return replay(Number(key));
    const name = sameAs[key] ?? key;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action !== undefined) return action();
    // Arrows and their like are pressed by habit.
    if (hasHinted || !/^[a-z0]$/.test(key)) return;
    hasHinted = true;
    notify('unknown_key', `The key ${key} does nothing here.`, 'h lists the keys.');
  });
}

type Notify = (code: string, message: string, hint?: string) => void;

const NOTHING = 'No delivery has come yet.';
const START_WITH_APP = 'Start again with --forward URL, the address of your app.';

function hasAny(session: Session): boolean {
  return session.recent().length > 0;
}

/** One at a time: a key that is held down must not flood the app. */
function createReplay(session: Session, notify: Notify): (nth: number) => void {
  let isBusy = false;
  return (nth) => {
    const count = session.recent().length;
    if (!session.hasApp) notify('no_app', 'There is no app to send a delivery to.', START_WITH_APP);
    else if (count === 0) notify('nothing_received', NOTHING);
    else if (nth > count)
      notify('nothing_received', `There is no delivery ${nth} yet.`, 'h lists those there are.');
    else if (!isBusy) {
      isBusy = true;
      void session.replay(nth).finally(() => {
        isBusy = false;
      });
    }
  };
}

function pause(session: Session, notify: Notify): void {
  if (!session.hasApp)
    notify('no_app', 'There is no app to forward to, so nothing to pause.', START_WITH_APP);
  else if (session.togglePause()) notify('forwarding_paused', 'Forwarding is paused.', 'p again goes on.');
  else notify('forwarding_resumed', 'Forwarding goes on.');
}

function toggleFailures(session: Session, notify: Notify): void {
  if (session.toggleFailures())
    notify('only_failures', 'Only failures are shown from now on.', 'e again shows everything.');
  else notify('everything_shown', 'Everything is shown again.');
}

/** Asks until the filter is understood or the person gives up. */
async function askFilter(ask: Console['ask'], session: Session, notify: Notify): Promise<void> {
  let typed = session.filter();
  for (;;) {
    const answer = await ask('Filter: ', typed);
    if (answer === undefined) return;
    typed = answer.trim();
    const complaint = session.setFilter(typed);
    if (complaint === undefined) break;
    notify('filter_not_understood', complaint, 'Escape keeps the filter as it was.');
  }
  if (typed === '') notify('filter_changed', 'The filter is off.');
  else
    notify(
      'filter_changed',
      `Only deliveries that match ${typed} are shown and forwarded.`,
      'f changes the filter.',
    );
}
