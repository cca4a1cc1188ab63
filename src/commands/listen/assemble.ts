import type { Delivery } from '../../core/delivery/delivery.ts';
import { toShownText } from '../../core/events/masking.ts';
import type { Expectations } from '../../core/expectation/expectations.ts';
import type { Answer, Drop } from '../../io/receiver.ts';
import type { Refusal } from '../../io/refusal.ts';
import type { Secrets } from '../../io/secrets.ts';
import type { Context } from '../command.ts';
import type { ListenOptions } from '../listen.ts';
import { loadNamedSecrets } from '../secret-flags.ts';
import { toSummary } from './conclude.ts';
import type { Describe } from './describe.ts';
import { showDetails } from './details.ts';
import { createDiagnosing } from './diagnosing.ts';
import { createDisplay } from './display.ts';
import type { Ending } from './ending.ts';
import { createFilter } from './filter.ts';
import type { Forwarding } from './forwarding-flags.ts';
import { createHandler, type Handler } from './handle.ts';
import { createKeeper } from './keep.ts';
import { openListenHistory } from './listen-history.ts';
import type { Misbehave } from './on-purpose.ts';
import { openKeys } from './open-keys.ts';
import { createPlanner } from './plan.ts';
import { createRelay } from './relay.ts';
import { createSession } from './session.ts';
import { createAppHealth, createTally, type Tally } from './tally.ts';

/** What a listener is made of. */
export interface Ingredients {
  readonly options: ListenOptions;
  readonly forwarding: Forwarding;
  readonly misbehave: Misbehave | undefined;
  readonly secrets: Secrets;
  readonly expectations: Expectations | undefined;
  readonly ending: Ending;
  readonly context: Context;
}

/** Everything behind the socket. */
export interface Listener {
  readonly onDelivery: (delivery: Delivery) => Promise<Answer | Drop>;
  readonly onRefusal: (refusal: Refusal) => void;
  /** Where deliveries are kept, for display; undefined when they are not. */
  readonly place: string | undefined;
  readonly tally: Tally;
  readonly inFlight: Handler['inFlight'];
  /** Loads what the first delivery will need, and opens the keys where a person sits. Gives what closes them again. */
  readonly start: (url: string) => Promise<() => void>;
  /** Finishes what is in flight, for at most `drainMs` where that waits for an app, and closes everything. */
  readonly close: (drainMs: number) => Promise<void>;
}

/** Puts a listener together. Throws AppError as `openHistory` does. */
export async function assemble(ingredients: Ingredients): Promise<Listener> {
  const { options, forwarding, misbehave, secrets, expectations, ending, context } = ingredients;
  const { report, showPii, signal } = context;
  const { history, place } = await openListenHistory(options, context);
  const tally = createTally();
  const health = createAppHealth(forwarding.routes.length > 0);
  const filter = createFilter(options);
  const planner = createPlanner({ forwarding, filter, misbehave });
  const relay = createRelay(forwarding, context);
  const display = createDisplay(report);
  const keeper = createKeeper(history, report);
  const diagnosing = createDiagnosing({
    keys: secrets.keys,
    otherKeys: loadNamedSecrets(context),
    development: secrets.source === 'development',
    report,
    keep: (id, diagnosis) => keeper.conclude(id, { diagnosis }),
    signal,
  });
  const describe = createDescribeLoader(secrets, context);
  const summary = () => report(toSummary({ tally, place }));
  const session = createSession({
    keys: secrets.keys,
    hasApp: forwarding.routes.length > 0,
    planner,
    filter,
    display,
    relay,
    keeper,
    health,
    ending,
    summary,
    details: (id) => showDetails(id, history, context),
    context,
  });
  const handler = createHandler({
    keys: secrets.keys,
    keeper,
    planner,
    relay,
    display,
    diagnosing,
    expectations,
    tally,
    health,
    describe,
    showPii,
    delayMs: options.delay ?? 0,
    signal: ending.signal,
    onHandled: (handled) => {
      session.take(handled);
      if (handled.isWanted) ending.onDelivery();
    },
  });

  return {
    onDelivery: handler.handle,
    onRefusal: (refusal) => {
      tally.refused += 1;
      report({
        type: 'refused',
        ...refusal,
        message: toShownText(refusal.message, showPii),
      });
    },
    place,
    tally,
    inFlight: handler.inFlight,
    start: async (url) => {
      void describe();
      if (forwarding.routes.length > 0) relay.warmUp();
      return openKeys({ url, session, tally, health, planner, filter, context });
    },
    close: async (drainMs) => {
      ending.close();
      const giveUp = setTimeout(() => void relay.close(), drainMs);
      await Promise.all([handler.settled(), session.settled()]);
      clearTimeout(giveUp);
      await diagnosing.settled();
      await relay.close();
      await history.close();
    },
  };
}

/** What describes deliveries is heavy, and is loaded when the socket is open. */
function createDescribeLoader({ keys }: Secrets, { showPii, json }: Context): () => Promise<Describe> {
  let loading: Promise<Describe> | undefined;
  return () => {
    loading ??= import('./describe.ts').then(({ createDescribe }) =>
      createDescribe({ keys, showPii, withPayload: json }),
    );
    return loading;
  };
}
