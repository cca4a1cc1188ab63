import { isLoopback, isThisMachine } from '../../core/delivery/loopback.ts';
import { AppError } from '../../core/error.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import { toShownCondition } from '../../core/filter/shown-condition.ts';
import { type Receiver, startReceiver } from '../../io/receiver.ts';
import type { Secrets } from '../../io/secrets.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context } from '../command.ts';
import type { ListenOptions } from '../listen.ts';
import type { Listener } from './assemble.ts';
import type { FilterOptions } from './filter-flags.ts';
import type { Forwarding } from './forwarding-flags.ts';
import { loadReceiving } from './receiving-flags.ts';
import { toVisitAnswer } from './visit.ts';

/** Throws AppError `usage` for whatever stands behind the flags. */
export function refuseArguments(args: readonly string[]): void {
  if (args[0] === undefined) return;
  throw new AppError(
    'usage',
    `listen takes no arguments, and "${args[0]}" is one.`,
    'To pass deliveries on to an app, use --forward URL.',
  );
}

/** Says that others can reach this listener. Throws AppError `usage` unless that is allowed. */
export function checkHost({ host, allowRemote }: ListenOptions, { report, originOf }: Context): void {
  if (isLoopback(host)) return;
  const message = `${originOf('host').name} ${host} lets other machines reach this listener.`;
  if (allowRemote !== true) {
    throw new AppError('usage', message, 'If that is what you want, add --allow-remote.');
  }
  report({ type: 'notice', code: 'reachable_from_outside', message });
}

interface Behind {
  readonly forwarding: Forwarding;
  readonly listener: Listener;
  readonly context: Context;
}

/**
 * Opens the socket, or closes the listener behind it.
 * Throws AppError `port_in_use`, naming who has the port, `address_unavailable`, or `usage` for a circle.
 */
export async function openReceiver(options: ListenOptions, behind: Behind): Promise<Receiver> {
  try {
    return await open(options, behind);
  } catch (error) {
    await behind.listener.close(0);
    throw error;
  }
}

async function open(options: ListenOptions, { forwarding, listener, context }: Behind): Promise<Receiver> {
  const { host, port, path } = options;
  const { onDelivery, onRefusal } = listener;
  const receiving = await loadReceiving(options, context);
  try {
    const receiver = await startReceiver({
      host,
      port,
      path,
      ...receiving,
      onVisit: toVisitAnswer,
      onDelivery,
      onRefusal,
    });
    const isCircle = isItself(forwarding, receiver.url);
    if (isCircle) await receiver.close(0);
    if (isCircle) throw FORWARDS_TO_ITSELF;
    return receiver;
  } catch (error) {
    if (error instanceof AppError && error.code === 'port_in_use') throw await nameOwner(host, port);
    throw error;
  }
}

async function nameOwner(host: string, port: number): Promise<AppError> {
  const { findPortOwner } = await import('../../io/port-owner.ts');
  const owner = findPortOwner(port);
  const by = owner === undefined ? '' : ` by ${owner.name} (process ${owner.pid})`;
  const next = port < 65_535 ? `--port ${port + 1}` : '--port 4400';
  return new AppError(
    'port_in_use',
    `Port ${port} on ${host} is in use${by}.`,
    `Choose another, for example ${next}, or --port 0 for any free one.`,
  );
}

/** Whether deliveries would come back here, and be passed on again, for ever. */
function isItself({ routes }: Forwarding, receiverUrl: string): boolean {
  const own = new URL(receiverUrl);
  return routes.some(({ url }) => {
    const target = new URL(url);
    return target.port === own.port && isThisMachine(target.hostname) && target.protocol === own.protocol;
  });
}

const FORWARDS_TO_ITSELF = new AppError(
  'usage',
  'The --forward URL is that of this listener itself.',
  'Give the URL of your app, or another --port.',
);

/** What is known when the socket accepts connections. */
export interface Opening {
  readonly receiver: Receiver;
  readonly secrets: Secrets;
  readonly options: ListenOptions;
  readonly forwarding: Forwarding;
  /** Where deliveries are kept, for display; undefined when they are not. */
  readonly place: string | undefined;
  readonly showPii: boolean;
}

/** The record that says so. */
export function toReady({
  receiver,
  secrets,
  options,
  forwarding,
  place,
  showPii,
}: Opening): RecordOf<'ready'> {
  const { keys, source } = secrets;
  const filter = toShownFilterText(options, showPii);
  return {
    type: 'ready',
    url: receiver.url,
    ...(options.path !== undefined && { path: options.path }),
    ...(forwarding.routes.length > 0 && { forwards: toShownRoutes(forwarding, showPii) }),
    ...(filter !== '' && { filter }),
    ...(place !== undefined && { history: place }),
    secrets: keys.map(({ name }) => ({ name, source })),
    development: source === 'development',
  };
}

function toShownRoutes({ routes }: Forwarding, showPii: boolean) {
  return routes.map((route) => ({ ...route, url: toShownUrl(route.url, showPii) }));
}

function toShownFilterText({ event = [], where = [] }: FilterOptions, showPii: boolean): string {
  return [...event, ...where.map(({ text }) => toShownCondition(text, showPii))].join(' ');
}

/** Says that the end waits for deliveries that have not been answered. */
export function announceDrain(inFlight: number, { report, signal }: Context): void {
  if (inFlight === 0) return;
  const what = inFlight === 1 ? 'a delivery that is' : `${inFlight} deliveries that are`;
  report({
    type: 'notice',
    code: 'draining',
    message: `Finishing ${what} in flight; Ctrl-C ${signal.aborted ? 'again' : 'twice'} stops at once.`,
  });
}
