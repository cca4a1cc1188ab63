import type { Delivery } from '../../core/delivery/delivery.ts';
import { isLoopback, isThisMachine } from '../../core/delivery/loopback.ts';
import { AppError } from '../../core/error.ts';
import { createCaptureIds } from '../../io/random.ts';
import type { Answer, ReceiverOptions } from '../../io/receiver/options.ts';
import { type Receiver, startReceiver } from '../../io/receiver.ts';
import { toTryCommand } from '../../report/text.ts';
import type { Context } from '../command.ts';
import type { Forwarding } from './forwarding-flags.ts';
import { loadReceiving, type ReceivingOptions } from './receiving-flags.ts';

/** A delivery with its id and the time at which it was received. */
export interface Received {
  readonly id: string;
  readonly receivedAt: Date;
  readonly delivery: Delivery;
}

/** Step 1: gives a delivery its time and id, at the end of its turn of the event loop. */
export function createReceive(): (delivery: Delivery) => Promise<Received> {
  const newId = createCaptureIds();
  const endOfTurn = createTurns();
  return async (delivery) => {
    const receivedAt = new Date();
    await endOfTurn();
    return { id: newId(), receivedAt, delivery };
  };
}

/**
 * Deliveries of one turn of the event loop are handled together: each step for all of them before the next step, which keeps
 * it in the caches of the processor, and all answers at once, so that a sender on the same machine is woken once. Under
 * load this takes a third off the time of a delivery, and a delivery that comes alone waits for nothing.
 * @returns a function that resolves when this turn is over; all callers of one turn go on together, in their order.
 */
export function createTurns(): () => Promise<void> {
  let turn: Promise<void> | undefined;
  return () => {
    turn ??= new Promise((resolve) => {
      setImmediate(() => {
        turn = undefined;
        resolve();
      });
    });
    return turn;
  };
}

/** Reports that other machines can reach this listener. Throws AppError `usage` unless that is allowed. */
export function checkHost({ host, allowRemote }: ReceivingOptions, { report, originOf }: Context): void {
  if (isLoopback(host)) return;
  const message = `${originOf('host').name} ${host} lets other machines reach this listener.`;
  if (allowRemote !== true) {
    throw new AppError('usage', message, 'If that is what you want, add --allow-remote.');
  }
  report({ type: 'notice', code: 'reachable_from_outside', message });
}

/** Functions that take what the receiver receives, and the targets of forwarding. */
export interface Handlers extends Pick<ReceiverOptions, 'onDelivery' | 'onRefusal'> {
  readonly routes: Forwarding['routes'];
}

/**
 * Opens the socket. Throws AppError `port_in_use`, naming the process that has the port, `address_unavailable`, or `usage`
 * for a circle.
 */
export async function openReceiver(
  options: ReceivingOptions,
  { routes, onDelivery, onRefusal }: Handlers,
  context: Context,
): Promise<Receiver> {
  const { host, port, path } = options;
  const receiving = await loadReceiving(options, context);
  const callbacks = { onVisit: toVisitAnswer, onDelivery, onRefusal };
  try {
    const receiver = await startReceiver({ host, port, path, ...receiving, ...callbacks });
    const isCircle = isItself(routes, receiver.url);
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

/** Whether deliveries would come back here, and be forwarded again, for ever. */
function isItself(routes: Forwarding['routes'], receiverUrl: string): boolean {
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

const TEXT =
  'fp-webhooks is listening here. Webhooks are sent with POST; what arrives is shown in the terminal.\n';

const toPage = (command: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>fp-webhooks is listening</title>
<style>
  :root { color-scheme: light dark; font: 1.1rem/1.6 system-ui, sans-serif; }
  body { max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem; }
  code { padding: .15em .4em; border-radius: .3em; background: #8882; font-size: .95em; }
</style>
<h1>fp-webhooks is listening</h1>
<p>This address takes webhooks, and what arrives is shown in the terminal that runs <code>fp-webhooks listen</code>.</p>
<p>To see a signed event arrive now, run this in a second terminal, in the same folder:</p>
<p><code>${command}</code></p>
</html>
`;

/** The answer to a person or a health check that opens the address of the listener. */
function toVisitAnswer({ wantsHtml, url }: { readonly wantsHtml: boolean; readonly url: string }): Answer {
  const headers = [
    ['Content-Type', `text/${wantsHtml ? 'html' : 'plain'}; charset=utf-8`],
    ['Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'"],
    ['Cache-Control', 'no-store'],
  ] as const;
  return { status: 200, headers, body: wantsHtml ? toPage(toHtml(toTryCommand(url))) : TEXT };
}

function toHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
