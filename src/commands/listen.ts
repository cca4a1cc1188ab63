import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../core/error.ts';
import { toShownUrl } from '../core/events/shown-url.ts';
import { toShownCondition } from '../core/filter/condition.ts';
import type { Secrets } from '../io/secrets.ts';
import { checkWritable } from '../io/write-file.ts';
import type { RecordOf } from '../report/records.ts';
import type { CommandDefinition, Context, Outcome } from './command.ts';
import { addGroups, checkFlags, type Flags, type OptionsOfGroups } from './declare.ts';
import { assertionFlags } from './listen/assertion-flags.ts';
import { createEnding, reportEnd } from './listen/ending.ts';
import { filterFlags } from './listen/filter-flags.ts';
import { type Forwarding, forwardingFlags, readForwarding } from './listen/forwarding-flags.ts';
import { createMisbehave, onPurposeFlags } from './listen/on-purpose.ts';
import { openListener } from './listen/pipeline.ts';
import { checkHost, openReceiver } from './listen/receive.ts';
import { receivingFlags } from './listen/receiving-flags.ts';
import { keepingFlags } from './listen/store.ts';
import { loadSecrets, secretFlags } from './secret-flags.ts';

/** Flags by the headings of the help. */
const GROUPS = {
  'Receiving:': receivingFlags,
  'Passing on:': forwardingFlags,
  'Filtering:': filterFlags,
  'Asserting and ending:': assertionFlags,
  'Misbehaving on purpose:': onPurposeFlags,
  'Keeping and verifying:': { ...keepingFlags, ...secretFlags },
} as const;

const listenFlags: Flags = Object.assign({}, ...Object.values(GROUPS));

type ListenOptions = OptionsOfGroups<typeof GROUPS>;

/** How long the end waits for what is in flight: an app may take 15 s, as Svix allows it. */
const DRAIN_MS = 16_000;

/** `fp-webhooks listen`: receives deliveries until it is interrupted, or what it waits for has come. */
export const listen: CommandDefinition<ListenOptions> = {
  drains: true,
  flags: (command) => addGroups(command, GROUPS),
  examples: [
    ['fp-webhooks listen', 'receive on http://127.0.0.1:4400, with a development secret when none is set'],
    [
      'FP_WEBHOOKS_SECRET=whsec_… fp-webhooks listen --forward http://localhost:3000/webhooks',
      'verify real deliveries and pass them on to your app',
    ],
    [
      "fp-webhooks listen --forward 'user.*=http://localhost:3000/users' --forward http://localhost:3000/rest",
      'events of users to one route, all others to another',
    ],
    [
      'fp-webhooks listen --expect onboarding.completed --where status=pass --timeout 30s',
      'in CI: 0 as soon as it has come, else 1 and what came instead',
    ],
    ['fp-webhooks listen --respond 500,500,200', "see a sender's retries"],
    ['fp-webhooks listen --json | jq -r .event', 'one JSON record a line, for scripts'],
  ],
  run: listenToTheEnd,
};

async function listenToTheEnd(
  args: readonly string[],
  options: ListenOptions,
  context: Context,
): Promise<Outcome> {
  refuseArguments(args);
  checkFlags(listenFlags, options, context);
  checkHost(options, context);
  if (options.report !== undefined) checkWritable(options.report, context.cwd);
  const forwarding = readForwarding(options, context);
  const misbehave = createMisbehave(options, context);
  const secrets = loadSecrets(options, context);
  const ending = createEnding(options, context);
  const listener = await openListener({ options, forwarding, misbehave, secrets, ending, context });
  const receiver = await openReceiver(options, { routes: forwarding.routes, ...listener }, context).catch(
    async (error: unknown) => {
      await listener.close(0);
      throw error;
    },
  );
  context.report(
    toReady(
      options,
      { url: receiver.url, secrets, forwarding, place: listener.state.place },
      context.showPii,
    ),
  );
  ending.start();
  const stopKeys = await listener.start(receiver.url);
  await ending.over;
  stopKeys();
  // The answer of the delivery that was the last one to wait for goes out meanwhile, and is not in flight any more.
  await nextTurn();
  announceDrain(listener.inFlight(), context);
  const { drainMs = DRAIN_MS } = context.waits;
  const overdue = performance.now() + drainMs;
  await receiver.close(drainMs);
  await listener.close(Math.max(0, overdue - performance.now()));
  return reportEnd(ending.assertion(), listener.state, { options, context });
}

function refuseArguments([first]: readonly string[]): void {
  if (first === undefined) return;
  throw new AppError(
    'usage',
    `listen takes no arguments, and "${first}" is one.`,
    'To pass deliveries on to an app, use --forward URL.',
  );
}

interface Opened {
  readonly url: string;
  readonly secrets: Secrets;
  readonly forwarding: Forwarding;
  readonly place: string | undefined;
}

/** The record that says that the socket accepts connections. */
function toReady(
  { path, event = [], where = [] }: ListenOptions,
  { url, secrets: { keys, source }, forwarding: { routes }, place }: Opened,
  showPii: boolean,
): RecordOf<'ready'> {
  const filter = [...event, ...where.map(({ text }) => toShownCondition(text, showPii))].join(' ');
  const forwards = routes.map((route) => ({ ...route, url: toShownUrl(route.url, showPii) }));
  return {
    type: 'ready',
    url,
    ...(path !== undefined && { path }),
    ...(forwards.length > 0 && { forwards }),
    ...(filter !== '' && { filter }),
    ...(place !== undefined && { history: place }),
    secrets: keys.map(({ name }) => ({ name, source })),
    development: source === 'development',
  };
}

/** Says that the end waits for deliveries that have not been answered. */
function announceDrain(inFlight: number, { report, signal }: Context): void {
  if (inFlight === 0) return;
  const what = inFlight === 1 ? 'a delivery that is' : `${inFlight} deliveries that are`;
  report({
    type: 'notice',
    code: 'draining',
    message: `Finishing ${what} in flight; Ctrl-C ${signal.aborted ? 'again' : 'twice'} stops at once.`,
  });
}
