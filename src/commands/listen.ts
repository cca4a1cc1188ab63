import { join, relative, resolve } from 'node:path';
import { isLoopback } from '../core/delivery/loopback.ts';
import { AppError } from '../core/error.ts';
import { type CaptureFile, openCaptureFile } from '../io/capture-file.ts';
import { type Receiver, type ReceiverOptions, startReceiver } from '../io/receiver.ts';
import type { Secrets } from '../io/secrets.ts';
import { CAPTURES_PATH, makeStateFolder } from '../io/state-folder.ts';
import type { CommandDefinition, Context } from './command.ts';
import { hostAddress, httpUrl, portNumber, urlPath } from './flags.ts';
import { createHandler } from './listen/handle.ts';
import { toVisitAnswer } from './listen/visit.ts';
import { addSecretFlags, loadNamedSecrets, loadSecrets, type SecretOptions } from './secret-flags.ts';

interface ListenOptions extends SecretOptions {
  readonly port: number;
  readonly host: string;
  readonly path?: string;
  readonly forward?: string;
  /** false for `--no-save`. */
  readonly save?: string | boolean;
  readonly allowRemote?: boolean;
}

/** How long an interrupt waits for what is in flight: an app may take 15 s, as Svix allows it. */
const DRAIN_MS = 16_000;

/** `fp-webhooks listen`: receives deliveries until it is interrupted. */
export const listen: CommandDefinition<ListenOptions> = {
  drains: true,
  flags: (command) =>
    addSecretFlags(
      command
        .option('-p, --port <number>', 'port to listen on; 0 picks a free one', portNumber, 4400)
        .option('--host <address>', 'address to listen on', hostAddress, '127.0.0.1')
        .option('--allow-remote', 'let --host be reached from other machines')
        .option('--path <path>', 'take deliveries on this path only', urlPath)
        .option('-f, --forward <url>', 'pass each verified delivery on to your app', httpUrl)
        .option('--save <file>', `file to keep the captures in (default: ${CAPTURES_PATH})`)
        .option('--no-save', 'keep nothing'),
    ),
  examples: [
    ['fp-webhooks listen', 'receive on http://127.0.0.1:4400, with a development secret when none is set'],
    [
      'FP_WEBHOOKS_SECRET=whsec_… fp-webhooks listen --forward http://localhost:3000/webhooks',
      'verify real deliveries and pass them on to your app',
    ],
    ['fp-webhooks listen --json | jq -r .event', 'one JSON record a line, for scripts'],
  ],
  run: listenUntilInterrupted,
};

async function listenUntilInterrupted(args: readonly string[], options: ListenOptions, context: Context) {
  refuseArguments(args);
  checkHost(options, context);
  const secrets = loadSecrets(options, context);
  const file = openSaveFile(options, context.cwd);
  const development = secrets.source === 'development';
  const handler = createHandler({
    keys: secrets.keys,
    otherKeys: loadNamedSecrets(context),
    development,
    file,
    forward: options.forward,
    context,
  });
  const receiver = await open({
    host: options.host,
    port: options.port,
    path: options.path,
    onDelivery: handler.handle,
    onVisit: toVisitAnswer,
    onRefusal: handler.refuse,
  });
  if (isItself(options.forward, receiver.url)) {
    await receiver.close(0);
    throw FORWARDS_TO_ITSELF;
  }
  context.report(toReady(receiver, secrets, options, file, context.cwd));
  handler.warmUp();
  await aborted(context.signal);
  announceDrain(handler.inFlight(), context);
  await receiver.close(DRAIN_MS);
  await handler.close();
  context.report({
    type: 'summary',
    command: 'listen',
    ...handler.counts(),
    ...(file && { save: relativeTo(context.cwd, file.path) }),
  });
  return 'passed' as const;
}

function refuseArguments(args: readonly string[]): void {
  if (args[0] === undefined) return;
  throw new AppError(
    'usage',
    `listen takes no arguments, and "${args[0]}" is one.`,
    'To pass deliveries on to an app, use --forward URL.',
  );
}

function checkHost({ host, allowRemote }: ListenOptions, { report }: Context): void {
  if (isLoopback(host)) return;
  const message = `--host ${host} lets other machines reach this listener.`;
  if (allowRemote !== true) {
    throw new AppError('usage', message, 'If that is what you want, add --allow-remote.');
  }
  report({ type: 'notice', code: 'reachable_from_outside', message });
}

/** Whether deliveries would come back here, and be passed on again, for ever. */
function isItself(forward: string | undefined, url: string): boolean {
  if (forward === undefined) return false;
  const [target, own] = [new URL(forward), new URL(url)];
  return target.port === own.port && isLoopback(target.hostname) && target.protocol === 'http:';
}

const FORWARDS_TO_ITSELF = new AppError(
  'usage',
  'The --forward URL is that of this listener itself.',
  'Give the URL of your app, or another --port.',
);

function openSaveFile({ save }: ListenOptions, cwd: string): CaptureFile | undefined {
  if (save === false) return undefined;
  if (typeof save === 'string') return openCaptureFile(resolve(cwd, save));
  makeStateFolder(cwd);
  return openCaptureFile(join(cwd, CAPTURES_PATH));
}

async function open(options: ReceiverOptions): Promise<Receiver> {
  try {
    return await startReceiver(options);
  } catch (error) {
    if (error instanceof AppError && error.code === 'port_in_use') throw await nameOwner(options);
    throw error;
  }
}

async function nameOwner({ host, port }: ReceiverOptions): Promise<AppError> {
  const { findPortOwner } = await import('../io/port-owner.ts');
  const owner = findPortOwner(port);
  const by = owner === undefined ? '' : ` by ${owner.name} (process ${owner.pid})`;
  const next = port < 65_535 ? `--port ${port + 1}` : '--port 4400';
  return new AppError(
    'port_in_use',
    `Port ${port} on ${host} is in use${by}.`,
    `Choose another, for example ${next}, or --port 0 for any free one.`,
  );
}

function toReady(
  receiver: Receiver,
  { keys, source }: Secrets,
  { path, forward }: ListenOptions,
  file: CaptureFile | undefined,
  cwd: string,
) {
  return {
    type: 'ready',
    url: receiver.url,
    ...(path === undefined ? {} : { path }),
    ...(forward === undefined ? {} : { forward }),
    ...(file === undefined ? {} : { save: relativeTo(cwd, file.path) }),
    secrets: keys.map(({ name }) => ({ name, source })),
    development: source === 'development',
  } as const;
}

function announceDrain(inFlight: number, { report }: Context): void {
  if (inFlight === 0) return;
  const what = inFlight === 1 ? 'a delivery that is' : `${inFlight} deliveries that are`;
  report({
    type: 'notice',
    code: 'draining',
    message: `Finishing ${what} in flight; Ctrl-C again stops at once.`,
  });
}

function relativeTo(cwd: string, path: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') ? path : short;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
