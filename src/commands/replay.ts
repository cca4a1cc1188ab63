import type { CommandDefinition, Context, Outcome } from './command.ts';
import { addOverrideFlags, createChange, type OverrideOptions } from './override-flags.ts';
import { sendBulk } from './replay/bulk.ts';
import { findPace } from './replay/bulk-flags.ts';
import { changeAll } from './replay/change.ts';
import { checkDelivery } from './replay/check-delivery.ts';
import { collectParcels } from './replay/collect.ts';
import { addDeliveryFlags, type DeliveryOptions, toManner } from './replay/delivery-flags.ts';
import { addGenerateFlags, type GenerateOptions, generateParcels } from './replay/generate-flags.ts';
import { withKeeper } from './replay/keep.ts';
import type { RunResult } from './replay/run-result.ts';
import { addScenarioFlag, refuseRivals, type ScenarioOptions } from './replay/scenario-flags.ts';
import { type Messages, sendSingly } from './replay/singly.ts';
import { addTargetFlags, type TargetOptions, toTarget } from './replay/target.ts';
import { addSecretFlags, loadSecrets, type SecretOptions } from './secret-flags.ts';

interface ReplayOptions
  extends SecretOptions,
    OverrideOptions,
    DeliveryOptions,
    TargetOptions,
    GenerateOptions,
    ScenarioOptions {
  readonly all?: boolean;
}

/** `fp-webhooks replay`: sends payloads as Svix does, newly signed. */
export const replay: CommandDefinition<ReplayOptions> = {
  drains: true,
  flags: (command) => {
    command
      .argument(
        '[event|fixture|file...]',
        'what to send: event names, fixture names, files, - for standard input',
      )
      .optionsGroup('Choosing:')
      .option('-a, --all', 'send every documented event');
    addScenarioFlag(command);
    addGenerateFlags(command);
    addOverrideFlags(command.optionsGroup('Changing:'));
    addTargetFlags(command.optionsGroup('Addressing:'));
    addDeliveryFlags(command.optionsGroup('Delivering:'));
    return addSecretFlags(command.optionsGroup('Signing:'));
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
      'fp-webhooks history export --since 1h | fp-webhooks replay -',
      'send what was received again: same id, new signature',
    ],
  ],
  run: replayAll,
};

/** Where from, changed how, signed with what, sent how, reported. */
async function replayAll(
  names: readonly string[],
  options: ReplayOptions,
  context: Context,
): Promise<Outcome> {
  const target = toTarget(options, context);
  refuseRivals(names, options);
  checkDelivery(options, context);
  const send = await prepare(names, options, context);
  const secrets = loadSecrets(options, context);
  const manner = toManner(options);
  return withKeeper(options, { keys: secrets.keys, context }, async (keeper) => {
    const result = await send({ target, secrets, manner, keeper });
    context.report(result.summary);
    if (options.report !== undefined) await writeReport(options.report, result, context);
    return toOutcome(result);
  });
}

type Send = (run: Omit<Messages, 'messages'>) => Promise<RunResult>;

/** Reads and checks everything that is to be sent, and gives what sends it. */
async function prepare(names: readonly string[], options: ReplayOptions, context: Context): Promise<Send> {
  if (options.scenario !== undefined) {
    const { prepareScenario, sendScenario } = await import('./replay/scenario.ts');
    const played = await prepareScenario(options.scenario, options.timeScale ?? 1, context);
    return (run) => sendScenario(played, run, context);
  }
  const change = await createChange(options, context);
  const { all = false } = options;
  const found =
    generateParcels(options, all || names.length > 0, context) ?? (await collectParcels(names, all, context));
  const parcels = await changeAll(found, change, options.edit === true);
  const pace = findPace(options);
  return (run) =>
    pace === undefined
      ? sendSingly({ ...run, parcels }, context)
      : sendBulk({ ...run, parcels, pace, options }, context);
}

async function writeReport(file: string, result: RunResult, { cwd }: Context): Promise<void> {
  const { writeReplayJunit } = await import('./replay/junit.ts');
  writeReplayJunit(file, result, cwd);
}

function toOutcome({ summary, sent }: RunResult): Outcome {
  if (summary.sent > 0 && isSilent(summary, sent)) return 'unreachable';
  return summary.failed + summary.notSent === 0 ? 'passed' : 'failed';
}

function isSilent({ byStatus }: RunResult['summary'], sent: RunResult['sent']): boolean {
  return byStatus === undefined
    ? sent.every(({ status }) => status === null)
    : Object.keys(byStatus).length === 0;
}
