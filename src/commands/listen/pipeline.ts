import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../../core/delivery/delivery.ts';
import { toShownText } from '../../core/events/masking.ts';
import { toChooseUrls } from '../../core/filter/event-glob.ts';
import type { History } from '../../core/history/history.ts';
import { createUnderWay } from '../../core/under-way.ts';
import type { Answer, Drop } from '../../io/receiver/options.ts';
import type { Refusal } from '../../io/refusal.ts';
import type { Secrets } from '../../io/secrets.ts';
import type { Context } from '../command.ts';
import { loadNamedSecrets } from '../secret-flags.ts';
import { conclude } from './conclude.ts';
import type { Described } from './describe.ts';
import { createDiagnosing } from './diagnose.ts';
import type { Ending } from './ending.ts';
import type { FilterOptions } from './filter-flags.ts';
import type { Forwarded } from './forward.ts';
import type { Forwarding } from './forwarding-flags.ts';
import { type Judged, judgeDelivery } from './judge.ts';
import type { Misbehave } from './on-purpose.ts';
import { createReceive, type Received } from './receive.ts';
import { openKeys } from './session.ts';
import { createState, type State, type Tally } from './state.ts';
import { createStore, type KeepingOptions, openListenHistory, type Stored } from './store.ts';

/** The six steps. Each takes the value of the one before it and adds its part. */
interface Steps {
  readonly receive: (delivery: Delivery) => Promise<Received>;
  readonly judge: (received: Received) => Judged;
  /** Resolves when the delivery is on the disk: before that, nothing is answered or forwarded. */
  readonly store: (judged: Judged) => Promise<Stored>;
  readonly describe: (stored: Stored) => Promise<Described>;
  readonly forward: (described: Described) => Promise<Forwarded>;
  readonly conclude: (forwarded: Forwarded) => Answer;
}

/** What watches the deliveries on their way. */
interface Watchers {
  readonly tally: Tally;
  readonly ending: Ending;
  /** The latest first. */
  readonly latest: Described[];
  /** How long every answer is held back, until the end. */
  readonly delayMs: number;
}

/** The number of deliveries that keys can send again. */
const REMEMBERED = 9;

/** Takes a delivery through the steps. `background` goes on when the sender has been answered. */
async function handle(delivery: Delivery, steps: Steps, { tally, ending, latest, delayMs }: Watchers) {
  const judged = steps.judge(await steps.receive(delivery));
  count(judged, tally);
  const stored = await steps.store(judged);
  if (stored.isStored) ending.expect(stored);
  else tally.notKept += 1;
  const { plan } = stored;
  const described = plan.isWanted ? await steps.describe(stored) : undefined;
  const isForwarded = described !== undefined && plan.urls.length > 0;
  const background = isForwarded ? steps.forward(described).then(steps.conclude) : undefined;
  const answer = (plan.appDecides ? await background : undefined) ?? plan.answer;
  if (delayMs > 0) await sleep(delayMs, undefined, { signal: ending.signal }).catch(() => undefined);
  if (described !== undefined) {
    latest.unshift(described);
    if (latest.length > REMEMBERED) latest.pop();
    ending.count();
  }
  return { answer, background: plan.appDecides ? undefined : background };
}

function count({ capture, plan }: Judged, tally: Tally): void {
  tally.received += 1;
  tally[capture.verdict.kind === 'valid' ? 'verified' : 'failed'] += 1;
  if (!plan.isWanted) tally.filtered += 1;
}

/** Loads a step once, when it is first needed: those that are heavy wait until the socket is open. */
function later<Step>(load: () => Promise<Step>) {
  let loading: Promise<Step> | undefined;
  const get = () => {
    loading ??= load();
    return loading;
  };
  return { get, loaded: async () => loading };
}

/** What a listener is made of. */
export interface ListenerParts {
  readonly options: KeepingOptions & FilterOptions & { readonly delay?: number };
  readonly forwarding: Forwarding;
  readonly misbehave: Misbehave | undefined;
  readonly secrets: Secrets;
  readonly ending: Ending;
  readonly context: Context;
}

/** Everything behind the socket. */
export interface Listener {
  readonly onDelivery: (delivery: Delivery) => Promise<Answer | Drop>;
  readonly onRefusal: (refusal: Refusal) => void;
  readonly state: State;
  /** How many deliveries have not been answered yet, by this listener or by an app. */
  readonly inFlight: () => number;
  /** Loads what the first delivery will need, and opens the keys where a person sits. Gives what closes them again. */
  readonly start: (url: string) => Promise<() => void>;
  /** Finishes what is in flight, for at most `drainMs` where that waits for an app, and closes everything. */
  readonly close: (drainMs: number) => Promise<void>;
}

/** Opens a listener. Throws AppError as `openHistory` does. */
export async function openListener(parts: ListenerParts): Promise<Listener> {
  const { options, forwarding, secrets, ending, context } = parts;
  const { report, showPii } = context;
  const { history, place } = await openListenHistory(options, context);
  const hasApp = forwarding.routes.length > 0;
  const state = createState(options, { hasApp, place });
  const { steps, warmUp, chooseUrls, settled, close } = createSteps(parts, { history, state });
  const watchers: Watchers = { tally: state.tally, ending, latest: [], delayMs: options.delay ?? 0 };
  const underWay = createUnderWay();
  let resending: Promise<void> | undefined;

  async function resend(described: Described): Promise<void> {
    const plan = { ...described.plan, urls: chooseUrls(described.content.event), appDecides: false };
    steps.conclude(await steps.forward({ ...described, plan, show: report, resignWith: secrets.keys }));
  }

  return {
    onDelivery: async (delivery) => {
      underWay.begin();
      let background: Promise<unknown> | undefined;
      try {
        const handled = await handle(delivery, steps, watchers);
        background = handled.background;
        return handled.answer;
      } finally {
        if (background === undefined) underWay.end();
        else void Promise.allSettled([background]).then(underWay.end);
      }
    },
    onRefusal: (refusal) => {
      state.tally.refused += 1;
      report({ type: 'refused', ...refusal, message: toShownText(refusal.message, showPii) });
    },
    state,
    inFlight: underWay.count,
    start: (url) => {
      warmUp();
      const again = (described: Described) => {
        resending = resend(described);
        return resending;
      };
      const session = { latest: watchers.latest, state, history, hasApp, resend: again, quit: ending.quit };
      return openKeys(url, { ...session, context });
    },
    close: async (drainMs) => {
      ending.close();
      const giveUp = setTimeout(() => void close(), drainMs);
      await Promise.all([underWay.none(), resending]);
      clearTimeout(giveUp);
      await settled();
      await close();
      await history.close();
    },
  };
}

/** Makes the steps, and what loads and ends those that are heavy. */
function createSteps(
  { forwarding, misbehave, secrets, context }: ListenerParts,
  { history, state }: { readonly history: History; readonly state: State },
) {
  const { keys } = secrets;
  const { report, signal } = context;
  const store = createStore(history, report);
  const chooseUrls = toChooseUrls(forwarding.routes);
  const diagnosing = createDiagnosing({
    keys,
    otherKeys: loadNamedSecrets(context),
    development: secrets.source === 'development',
    report,
    keep: (id, diagnosis) => store.conclude(id, { diagnosis }),
    signal,
  });
  const describing = later(async () => {
    const { createDescribe } = await import('./describe.ts');
    return createDescribe({ keys, diagnosing, state, context });
  });
  const forwarder = later(async () => (await import('./forward.ts')).createForwarder(forwarding, context));
  const judging = { keys, ack: forwarding.ack, misbehave, chooseUrls, state };
  const steps: Steps = {
    receive: createReceive(),
    judge: (received) => judgeDelivery(received, judging),
    store: store.add,
    describe: async (stored) => (await describing.get())(stored),
    forward: async (described) => (await forwarder.get()).forward(described),
    conclude: (forwarded) => conclude(forwarded, { store, state }),
  };
  return {
    steps,
    chooseUrls,
    warmUp: () => {
      void describing.get();
      if (forwarding.routes.length > 0) void forwarder.get();
    },
    settled: diagnosing.settled,
    close: async () => (await forwarder.loaded())?.close(),
  };
}
