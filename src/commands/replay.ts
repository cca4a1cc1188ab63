import { isLoopback } from '../core/delivery/loopback.ts';
import { AppError } from '../core/error.ts';
import { toShownUrl } from '../core/events/shown-url.ts';
import type { Parcel } from '../core/replay/parcel.ts';
import { toSvixHeaders } from '../core/replay/svix-headers.ts';
import { startHttpClient } from '../io/http-client.ts';
import { newMessageId } from '../io/random.ts';
import type { RecordOf } from '../report/records.ts';
import type { CommandDefinition, Context, Outcome } from './command.ts';
import { httpUrl } from './flags.ts';
import { addInsecureFlag, toInsecure } from './insecure-flag.ts';
import { addOverrideFlags, createChange, type OverrideOptions } from './override-flags.ts';
import { collectParcels } from './replay/collect.ts';
import { toSent } from './replay/sent.ts';
import { addSecretFlags, loadSecrets, type SecretOptions } from './secret-flags.ts';

interface ReplayOptions extends SecretOptions, OverrideOptions {
  readonly to: string;
  readonly all?: boolean;
  readonly allowRemote?: boolean;
  readonly insecure?: boolean;
}

type Sent = RecordOf<'sent'>;

/** `fp-webhooks replay`: sends payloads as Svix does, newly signed. */
export const replay: CommandDefinition<ReplayOptions> = {
  drains: true,
  flags: (command) =>
    addSecretFlags(
      addOverrideFlags(
        addInsecureFlag(command)
          .argument(
            '[event|fixture|file...]',
            'what to send: event names, fixture names, files, - for standard input',
          )
          .option('-t, --to <url>', 'where to send it', httpUrl, 'http://127.0.0.1:4400/')
          .option('-a, --all', 'send every documented event')
          .option('--allow-remote', 'let --to be another machine'),
      ),
    ),
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
      'fp-webhooks history export --since 1h | fp-webhooks replay -',
      'send what was received again: same id, new signature',
    ],
  ],
  run: replayAll,
};

async function replayAll(
  names: readonly string[],
  options: ReplayOptions,
  context: Context,
): Promise<Outcome> {
  refuseRemote(options, context);
  const insecure = isInsecure(options, context);
  const change = await createChange(options, context);
  const parcels: Parcel[] = [];
  for (const parcel of await collectParcels(names, options.all === true, context))
    parcels.push(await change(parcel));
  const secrets = loadSecrets(options, context);
  const development = secrets.source === 'development';
  const client = startHttpClient({ insecure });
  const send = async (parcel: Parcel) => {
    const message = {
      id: parcel.messageId ?? newMessageId(),
      timestampSeconds: Math.floor(Date.now() / 1_000),
      body: parcel.body,
    };
    const headers = toSvixHeaders(message, secrets.keys, context.version);
    return toSent(parcel, {
      id: message.id,
      url: options.to,
      development,
      showPii: context.showPii,
      outcome: await client.post({ url: options.to, headers, body: parcel.body }),
    });
  };
  const results = await sendInOrder(parcels, send, context).finally(() => client.close());
  return conclude(results, { parcels, url: options.to, context });
}

/** What is configured may be meant for another target than this one. */
function isInsecure({ insecure, to }: ReplayOptions, { originOf }: Context): boolean {
  const isIdle = originOf('insecure').source !== 'flag' && !to.startsWith('https:');
  return !isIdle && toInsecure(insecure, '--to', [to]);
}

function refuseRemote({ to, allowRemote }: ReplayOptions, { originOf, showPii }: Context): void {
  const { hostname } = new URL(to);
  if (allowRemote === true || isLoopback(hostname)) return;
  throw new AppError(
    'target_not_loopback',
    `${originOf('to').name} ${toShownUrl(to, showPii)} is not on this machine.`,
    'If you mean to send signed events there, add --allow-remote.',
  );
}

/** One after the other, as they were given. An interrupt waits for the one in flight; a dead target ends it at the first. */
async function sendInOrder(
  parcels: readonly Parcel[],
  send: (parcel: Parcel) => Promise<Sent>,
  context: Context,
): Promise<readonly Sent[]> {
  const results: Sent[] = [];
  const announce = () => context.report(DRAINING);
  context.signal.addEventListener('abort', announce, { once: true });
  for (const parcel of parcels) {
    if (context.signal.aborted) break;
    context.progress(`Sending ${results.length + 1} of ${parcels.length}`);
    const sent = await send(parcel);
    results.push(sent);
    context.report(sent);
    if (results.length === 1 && isNobodyThere(sent)) break;
  }
  context.progress(undefined);
  context.signal.removeEventListener('abort', announce);
  return results;
}

const DRAINING = {
  type: 'notice',
  code: 'draining',
  message: 'Waiting for the answer that is on its way; Ctrl-C again stops at once.',
} as const;

function isNobodyThere({ error }: Sent): boolean {
  return error?.code === 'refused' || error?.code === 'not_found';
}

function conclude(
  results: readonly Sent[],
  { parcels, url, context }: { parcels: readonly Parcel[]; url: string; context: Context },
): Outcome {
  const ok = results.filter((each) => each.ok).length;
  const failed = results.length - ok;
  const notSent = parcels.length - results.length;
  context.report({
    type: 'summary',
    command: 'replay',
    url: toShownUrl(url, context.showPii),
    sent: results.length,
    ok,
    failed,
    notSent,
  });
  if (results.length > 0 && results.every(({ status }) => status === null)) return 'unreachable';
  return failed + notSent === 0 ? 'passed' : 'failed';
}
