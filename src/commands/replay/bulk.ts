import { toBuffer } from '../../core/delivery/body.ts';
import { toShownMessageId } from '../../core/events/masking.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import { createHeaderTemplate } from '../../core/replay/header-template.ts';
import { createMessageIds } from '../../core/replay/message-ids.ts';
import type { Parcel } from '../../core/replay/parcel.ts';
import { senderHeaders } from '../../core/replay/svix-headers.ts';
import type { BulkOrder, BulkResult, BulkRun, Pace } from '../../io/bulk-sender.ts';
import { newRunBytes } from '../../io/random.ts';
import type { Secrets } from '../../io/secrets.ts';
import { toTenths } from '../app-answer.ts';
import type { Context } from '../command.ts';
import type { BulkOptions } from './bulk-flags.ts';
import type { Manner } from './delivery-flags.ts';
import { toProgressText } from './progress-text.ts';
import type { RunResult } from './run-result.ts';
import type { Target } from './target.ts';

type Summary = RunResult['summary'];

/** What is sent in bulk, over and over. */
export interface Bulk {
  readonly parcels: readonly Parcel[];
  readonly target: Target;
  readonly secrets: Secrets;
  readonly pace: Pace;
  readonly manner: Manner;
  readonly options: Pick<BulkOptions, 'count' | 'duration'>;
}

const PROGRESS_MS = 250;
const DRAINING = {
  type: 'notice',
  code: 'draining',
  message: 'Waiting for the answers that are on their way; Ctrl-C again stops at once.',
} as const;

/**
 * Sends in bulk and gives the summary. Captures keep their ids the first time round; all else has a new one. An interrupt waits for
 * what is in flight. Throws AppError `usage` for a key that cannot sign.
 */
export async function sendBulk(bulk: Bulk, context: Context): Promise<RunResult> {
  // Loaded here: sending one by one takes another part of undici.
  const { startBulk } = await import('../../io/bulk-sender.ts');
  const { copies } = bulk.manner;
  const newId = createIds(bulk.parcels);
  const idOf = (index: number) => newId(Math.floor(index / copies));
  const order = toOrder(bulk, idOf, context);
  const run = startBulk(order);
  const result = await watch(run, order, context);
  return { sent: [], summary: toSummary(result, { bulk, order, idOf, context }) };
}

function createIds(parcels: readonly Parcel[]): (index: number) => string {
  const newId = createMessageIds(newRunBytes());
  return (index) => parcels[index]?.messageId ?? newId(index);
}

function toOrder(
  { parcels, target, secrets: { keys }, pace, manner, options }: Bulk,
  idOf: (index: number) => string,
  { version, signal }: Context,
): BulkOrder {
  const { copies } = manner;
  const count = options.count ?? (options.duration === undefined ? parcels.length : Number.POSITIVE_INFINITY);
  const bodies = parcels.map(({ body }) => toBuffer(body));
  const sign = createHeaderTemplate({ others: senderHeaders(version), family: 'svix', keys });
  return {
    ...target,
    pace,
    signal,
    isDelivered: manner.success.isMet,
    failFast: manner.failFast,
    count: count * copies,
    durationMs: options.duration ?? Number.POSITIVE_INFINITY,
    retry: manner.plan,
    prepare: (index) => {
      const body = bodies[Math.floor(index / copies) % bodies.length] ?? NO_BODY;
      const timestampSeconds = Math.floor(Date.now() / 1_000);
      return { lines: sign({ id: idOf(index), timestampSeconds, body }), body };
    },
  };
}

const NO_BODY = toBuffer(new Uint8Array());

async function watch(run: BulkRun, order: BulkOrder, context: Context): Promise<BulkResult> {
  const announce = () => context.report(DRAINING);
  context.signal.addEventListener('abort', announce, { once: true });
  const show = () => context.progress(toProgressText(run.stand(), order));
  show();
  const timer = setInterval(show, PROGRESS_MS);
  try {
    return await run.ended;
  } finally {
    clearInterval(timer);
    context.progress(undefined);
    context.signal.removeEventListener('abort', announce);
  }
}

interface Outlook {
  readonly bulk: Bulk;
  readonly order: BulkOrder;
  readonly idOf: (index: number) => string;
  readonly context: Context;
}

function toSummary(result: BulkResult, { bulk, order, idOf, context }: Outlook): Summary {
  const { started, ok, failed, notStarted, resent, attempts, elapsedMs, latencies } = result;
  const toId = (index: number) => toShownMessageId(idOf(index), context.showPii);
  const isOpen = bulk.pace.kind === 'open';
  const { success } = bulk.manner;
  return {
    type: 'summary',
    command: 'replay',
    url: toShownUrl(bulk.target.url, context.showPii),
    sent: started,
    ok,
    failed,
    notSent: Number.isFinite(order.count) ? order.count - started : notStarted,
    ...(!success.isUsual && { expected: success.text }),
    requests: attempts,
    ...(isOpen && { notStarted }),
    resent,
    byStatus: Object.fromEntries(result.byStatus),
    errors: Object.fromEntries(result.errors),
    ...(latencies !== undefined && {
      latencyMs: { ...toRounded(latencies), from: isOpen ? 'due' : 'start' },
    }),
    slowest: result.slowest.map(({ index, latencyMs }) => ({
      svixId: toId(index),
      latencyMs: toTenths(latencyMs),
    })),
    durationMs: toTenths(elapsedMs),
    perSecond: toTenths((attempts * 1_000) / elapsedMs),
  };
}

function toRounded<Name extends string>(values: Readonly<Record<Name, number>>): Record<Name, number> {
  const rounded = Object.entries<number>(values).map(([name, value]) => [
    name,
    Math.round(value * 1_000) / 1_000,
  ]);
  return Object.fromEntries(rounded) as Record<Name, number>;
}
