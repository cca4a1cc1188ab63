import type { CommandDefinition, Context, Outcome } from './command.ts';
import { addOverrideFlags, createChange, type OverrideOptions } from './override-flags.ts';
import { sendBulk } from './replay/bulk.ts';
import { countMessages, findPace } from './replay/bulk-flags.ts';
import { addLayoutFlag, changeAll, type LayoutOptions, layOutOne } from './replay/change.ts';
import { checkDelivery, refuseIdleHistory } from './replay/check-delivery.ts';
import { addSourceFlags, choosePayloads, type SourceOptions } from './replay/choose-payloads.ts';
import { deliver } from './replay/deliver.ts';
import { addDeliveryFlags, type DeliveryOptions, toManner } from './replay/delivery-flags.ts';
import {
  addIdentityFlags,
  checkIdentity,
  freshenPayloads,
  type IdentityOptions,
} from './replay/identity-flags.ts';
import { reportIdentity } from './replay/identity-notices.ts';
import { addPrintFlags, checkPrint, findPrint, type PrintOptions } from './replay/print-flags.ts';
import { refuseConflicts } from './replay/refuse-conflicts.ts';
import { refuseRivals, type ScenarioOptions } from './replay/scenario-flags.ts';
import { sendMessages, toMessages } from './replay/send-messages.ts';
import { prepareSigning } from './replay/signing.ts';
import { addSigningFlags, type SigningOptions } from './replay/signing-flags.ts';
import { addTargetFlags, guardLive, readTarget, type Target, type TargetOptions } from './replay/target.ts';

interface ReplayOptions
  extends SigningOptions,
    IdentityOptions,
    OverrideOptions,
    LayoutOptions,
    DeliveryOptions,
    TargetOptions,
    SourceOptions,
    ScenarioOptions,
    PrintOptions {}

/** `fp-webhooks replay`: sends payloads as Svix does, newly signed. */
export const replay: CommandDefinition<ReplayOptions> = {
  drains: true,
  flags: (command) => {
    addSourceFlags(
      command.argument(
        '[event|fixture|file|id...]',
        "what to send: events, fixtures, globs such as 'user.*', files, - for standard input, ids of the history",
      ),
    );
    addLayoutFlag(addOverrideFlags(command.optionsGroup('Changing:')));
    addIdentityFlags(command.optionsGroup('Identity:'));
    addTargetFlags(command.optionsGroup('Addressing:'));
    addDeliveryFlags(command.optionsGroup('Delivering:'));
    addPrintFlags(command.optionsGroup('Printing in place of sending:'));
    return addSigningFlags(command.optionsGroup('Signing:'));
  },
  examples: [
    ['fp-webhooks replay onboarding.completed', 'send the documented example to the local listener'],
    [
      'fp-webhooks replay --all --to http://localhost:3000/webhooks',
      'send every documented event to your app',
    ],
    ['fp-webhooks replay my-payload.json', 'send your own payload, byte for byte, validly signed'],
    [
      'fp-webhooks replay onboarding.completed --set status=fail --set requires_manual_review=true',
      'change values of the payload; it is checked and signed as changed',
    ],
    [
      'fp-webhooks replay --generate onboarding.completed --count 1000 --seed 42',
      'make payloads up from the schema, the same ones for the same seed',
    ],
    [
      'fp-webhooks replay vault.updated --rate 200/s --duration 30s',
      'send on schedule, signed one by one, and say how long the app took',
    ],
    [
      'fp-webhooks replay vault.updated --retry svix --time-scale 1000',
      'send again what fails, as Svix does, a thousand times as fast',
    ],
    [
      'fp-webhooks replay --scenario kyc-manual-review',
      'play what happens around one user, and check what your app answers to each step',
    ],
    [
      'fp-webhooks replay vault.updated --tamper body --expect 4xx',
      'see whether your app refuses what was changed after signing',
    ],
    ['fp-webhooks replay captures.ndjson --fresh', 'send old events as new ones about new people, now'],
    ['fp-webhooks replay --last 5', 'send the newest five of the history again: same id, new signature'],
    ['fp-webhooks replay --verdict valid --since 1h --shuffle', 'what was verified lately, in another order'],
    ['fp-webhooks replay captures.ndjson.gz trace.har', 'what is in files, packed or not'],
    ["fp-webhooks replay 'user.*' --curl", 'print commands that send them, and send nothing'],
  ],
  run: replayAll,
};

/** Chooses, changes, signs and sends payloads, and reports the result. */
async function replayAll(
  names: readonly string[],
  options: ReplayOptions,
  context: Context,
): Promise<Outcome> {
  refuseConflicts(options);
  const target = readTarget(options, context);
  refuseRivals(names, options);
  const { merge, secretFile, scenario, history } = options;
  checkDelivery(options, [names, merge, secretFile, scenario, history].flat(), context);
  checkPrint(options, context);
  if (options.scenario !== undefined) return playScenario(options.scenario, target, options, context);
  const change = await createChange(options, context);
  const { payloads: found, readsHistory, isShipped } = await choosePayloads(names, options, context);
  refuseIdleHistory(readsHistory, options, context);
  checkIdentity(options, found, countMessages(options, found.length));
  const fresh = freshenPayloads(found, options);
  const changed = await changeAll(fresh, change, options.edit === true);
  const payloads = changed.map((each) => layOutOne(each, options));
  guardLive(payloads, options, context);
  const signing = prepareSigning(options, context);
  const manner = toManner(options);
  const print = findPrint(options);
  const remedy = print === undefined ? '--expect 4xx' : undefined;
  reportIdentity({ found: fresh, payloads, signing, success: manner.success, remedy }, context);
  if (print !== undefined) {
    const { printRequests } = await import('./replay/print.ts');
    const isPublic = isShipped && changed.every(({ body }, index) => body === found[index]?.body);
    return printRequests({ payloads, target, signing, print, copies: manner.copies, isPublic }, context);
  }
  const pace = findPace(options);
  return deliver(
    (sending) =>
      pace === undefined
        ? sendMessages(toMessages(payloads, sending), sending, context)
        : sendBulk({ ...sending, payloads, pace, options }, context),
    { target, signing, manner, options },
    context,
  );
}

async function playScenario(
  wanted: string,
  target: Target,
  options: ReplayOptions,
  context: Context,
): Promise<Outcome> {
  refuseIdleHistory(false, options, context);
  const { prepareScenario, sendScenario } = await import('./replay/scenario.ts');
  const { name, plan } = await prepareScenario(wanted, options.timeScale ?? 1, context);
  const deliveries = plan.deliveries.map((each) => ({ ...each, payload: layOutOne(each.payload, options) }));
  const played = { name, plan: { ...plan, deliveries } };
  const payloads = deliveries.map(({ payload }) => payload);
  guardLive(payloads, options, context);
  const signing = prepareSigning(options, context);
  const manner = toManner(options);
  reportIdentity(
    { found: payloads, payloads, signing, success: manner.success, remedy: 'expect: 4xx in a step' },
    context,
  );
  return deliver((run) => sendScenario(played, run, context), { target, signing, manner, options }, context);
}
