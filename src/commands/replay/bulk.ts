import { toBuffer } from '../../core/bytes.ts';
import { findProblem, makeRequest, type SignMode, toSignedSeconds } from '../../core/sending/make-request.ts';
import { createIdChooser, createMessageIds } from '../../core/sending/message-ids.ts';
import type { Payload } from '../../core/sending/payload.ts';
import { createHeaderTemplate, writeHeaderLines } from '../../core/sending/request-headers.ts';
import type { BulkOrder, BulkResult, BulkRun } from '../../io/bulk-sender.ts';
import { newRunBytes } from '../../io/random.ts';
import type { Context } from '../command.ts';
import { countMessages } from './bulk-flags.ts';
import { type Bulk, type Settled, toBulkSummary, toProgressText } from './bulk-summary.ts';
import type { RunResult } from './deliver.ts';

const PROGRESS_MS = 250;
const DRAINING = {
  type: 'notice',
  code: 'draining',
  message: 'Waiting for the answers that are on their way; Ctrl-C again stops at once.',
} as const;

/**
 * Sends in bulk and gives the summary. An interrupt waits for
 * what is in flight. Throws AppError `usage` for a key that cannot sign.
 */
export async function sendBulk(bulk: Bulk, context: Context): Promise<RunResult> {
  // Loaded here: sending one by one takes another part of undici.
  const { startBulk } = await import('../../io/bulk-sender.ts');
  const { copies } = bulk.manner;
  const { payloads, signing } = bulk;
  const idOfMessage = createIdChooser(payloads, signing.ids, createMessageIds(newRunBytes()));
  const idOf = (index: number) => idOfMessage(Math.floor(index / copies));
  const settled: Settled = new Map();
  const order = { ...toOrder(bulk, idOf, context), onSettled: settle(bulk, settled) };
  const run = startBulk(order);
  const result = await watch(run, order, context);
  const isUnreachable = result.attempts > 0 && result.byStatus.size === 0;
  return {
    last: [],
    isUnreachable,
    summary: toBulkSummary(result, {
      ...{ bulk, order, idOf, settled, context },
      unsendable: nameUnsendable(bulk, idOf),
    }),
  };
}

/** Payloads with one status that are kept to be compared. */
const MOST_SETTLED = 10_000;

function settle({ payloads, manner }: Bulk, settled: Settled): (index: number, status: number) => void {
  return (index, status) => {
    const same = settled.get(status) ?? new Set();
    if (same.size === 0) settled.set(status, same);
    if (same.size < MOST_SETTLED) same.add(Math.floor(index / manner.copies) % payloads.length);
  };
}

const MOST_NAMED = 10;

/** The messages that cannot be sent, by name, as a sentence; undefined when there are none. */
function nameUnsendable(
  { payloads, signing, manner }: Bulk,
  idOf: (index: number) => string | null,
): string | undefined {
  const named = payloads.flatMap((payload, index) => {
    const problem = findProblem({ payload, id: idOf(index * manner.copies) }, signing.mode);
    return problem === undefined ? [] : [problem.message];
  });
  if (named.length === 0) return undefined;
  const rest = named.length > MOST_NAMED ? `; ${named.length - MOST_NAMED} more` : '';
  return `Not sent: ${named.slice(0, MOST_NAMED).join('; ')}${rest}.`.replace(/\.+$/, '.');
}

function toOrder(
  { payloads, target, signing, pace, manner, options }: Bulk,
  idOf: (index: number) => string | null,
  { signal }: Context,
): BulkOrder {
  const { copies } = manner;
  const prepare = createPreparer(signing.mode);
  return {
    ...target,
    pace,
    signal,
    isDelivered: manner.success.isMet,
    failFast: manner.failFast,
    count: countMessages(options, payloads.length) * copies,
    durationMs: options.duration ?? Number.POSITIVE_INFINITY,
    retry: manner.plan,
    prepare: (index) => {
      const payload = payloads[Math.floor(index / copies) % payloads.length] ?? NOTHING;
      const id = idOf(index);
      if (findProblem({ payload, id }, signing.mode) !== undefined) return undefined;
      return prepare(payload, id, Math.floor(Date.now() / 1_000));
    },
  };
}

const NOTHING: Payload = { source: '', event: null, body: new Uint8Array() };

/** Makes requests one by one. Those that are signed as usual have most of their lines made only once. */
function createPreparer(mode: SignMode) {
  type Body = Pick<Payload, 'body' | 'receivedHeaders'>;
  if (mode.kind === 'signed' && mode.tampering === undefined) {
    const sign = createHeaderTemplate(mode);
    const { time } = mode;
    return ({ body }: Body, id: string | null, nowSeconds: number) => ({
      lines: sign({ id: id ?? '', timestampSeconds: toSignedSeconds(time, nowSeconds), body }),
      body: toBuffer(body),
    });
  }
  return (payload: Body, id: string | null, nowSeconds: number) => {
    const { headers, body } = makeRequest({ payload, id, nowSeconds }, mode);
    return { lines: writeHeaderLines(headers), body: toBuffer(body) };
  };
}

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
