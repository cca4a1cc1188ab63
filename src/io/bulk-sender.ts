import { findRetryAfterSeconds, findRetryDelayMs, type RetryPlan } from '../core/sending/retries.ts';
import { createSchedule, type Schedule } from '../core/sending/schedule.ts';
import { createConnections, type Prepare } from './bulk-sender/connection.ts';
import { createSlots, type Exchange, type SlotSetting, type Slots } from './bulk-sender/slots.ts';
import { type Counts, createTally, type Tally, type Totals } from './bulk-sender/tally.ts';
import { isNobodyThere } from './failure.ts';
import { createTlsProbe } from './speaks-tls.ts';

/**
 * When requests start. Closed loop: each as soon as one before it has ended, so many at a time on each connection. Open loop:
 * on schedule, whatever the app does; what finds no room among those in flight is not started, and counted.
 */
export type Pace =
  | { readonly kind: 'closed'; readonly connections: number; readonly pipelining: number }
  | { readonly kind: 'open'; readonly perSecond: number; readonly maxInFlight: number };

/** Messages to send, their number, and the way they are sent. */
export interface BulkOrder {
  readonly url: string;
  readonly prepare: Prepare;
  readonly pace: Pace;
  /** Number of messages; Infinity when only the time ends it. */
  readonly count: number;
  /** After this nothing starts any more; Infinity when it does not matter. */
  readonly durationMs: number;
  readonly retry?: RetryPlan | undefined;
  readonly isDelivered: (status: number) => boolean;
  /** Learns the status of each message at its end. */
  readonly onSettled?: (index: number, status: number) => void;
  /** Tells whether nothing starts any more after the first message that was not delivered in the end. */
  readonly failFast?: boolean;
  readonly timeoutMs?: number;
  /** Accepts any certificate. */
  readonly insecure?: boolean;
  /** Nothing starts any more when it is aborted. */
  readonly signal: AbortSignal;
}

/** State of a run, at any moment. */
export interface BulkStanding extends Counts {
  /** Messages that were sent, at least once. */
  readonly started: number;
  /** Messages for which there was no room at their time. */
  readonly notStarted: number;
  /** Messages that wait for another attempt. */
  readonly waiting: number;
  readonly elapsedMs: number;
}

/** Result of a run. Messages that still waited for another attempt when it ended have failed. */
export type BulkResult = Totals &
  Omit<BulkStanding, 'waiting'> & {
    /** When it was ended before `durationMs` were over, in milliseconds from the beginning. */
    readonly stoppedAfterMs?: number;
  };

/** A run. */
export interface BulkRun {
  readonly stand: () => BulkStanding;
  /** Resolves when nothing is in flight and nothing more is to come. Rejects with what `prepare` threw. */
  readonly ended: Promise<BulkResult>;
}

/** Time that an endpoint has to answer. Source: Svix documentation, "Retries" (2026): 15 seconds. */
const ANSWER_TIMEOUT_MS = 15_000;
const LONGEST_LOOK_MS = 200;
/** Node's timers know no longer time. Source: Node.js 24 documentation, `setTimeout`. */
const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * Sends many requests over connections that are kept alive, signed one by one, and keeps nothing of a single one: memory is the
 * same for a thousand and for a million. In the open loop, latency counts from the moment at which a request was to start.
 * When nobody is there for the first request that ends, nothing more is started. It has begun when this returns.
 */
export function startBulk(order: BulkOrder): BulkRun {
  const { timeoutMs = ANSWER_TIMEOUT_MS, signal } = order;
  const { promise: ended, resolve, reject } = Promise.withResolvers<BulkResult>();
  const beginMs = performance.now();
  const tally = createTally();
  const schedule = toSchedule(order, beginMs);
  const alarm = createAlarm(() => go(performance.now()));
  let stoppedAfterMs: number | undefined;
  let broken: { readonly error: unknown } | undefined;

  const slots = openSlots(order, timeoutMs, {
    onResent: tally.noteResent,
    wantsExample: tally.wantsExample,
    onExample: tally.noteExample,
    onBroken: (error) => {
      broken ??= { error };
      halt();
    },
    onEnd: (slot) => {
      const nowMs = performance.now();
      settle(slot.exchange, nowMs, { order, tally, schedule });
      // A retry may find the app that starts meanwhile.
      const isAlone = tally.counts.attempts === 1 && order.retry === undefined;
      if (isAlone && isNobodyThere(slot.exchange.failure?.code)) halt();
      if (order.failFast === true && tally.counts.failed > 0) halt();
      slots.giveBack(slot);
      go(nowMs);
    },
  });
  const look = setInterval(() => slots.expire(performance.now()), Math.min(LONGEST_LOOK_MS, timeoutMs / 4));

  /** Starts what is due, and sees to it that this is done again in time, or that the run ends. */
  function go(nowMs: number): void {
    while (slots.isFree()) {
      const turn = schedule.take(nowMs);
      if (turn === undefined) break;
      slots.take().send(turn, nowMs);
    }
    schedule.passOver(nowMs);
    if (slots.inFlight() === 0 && schedule.isOver(nowMs)) finish();
    else alarm.set(schedule.nextMs(nowMs), nowMs);
  }

  function halt(): void {
    schedule.stop();
    const afterMs = performance.now() - beginMs;
    if (Number.isFinite(order.durationMs) && afterMs < order.durationMs) stoppedAfterMs ??= afterMs;
  }

  function stop(): void {
    halt();
    go(performance.now());
  }

  const stand = () => ({ ...toStanding(tally.counts, schedule), elapsedMs: performance.now() - beginMs });

  function finish(): void {
    clearInterval(look);
    alarm.clear();
    signal.removeEventListener('abort', stop);
    const { waiting, ...standing } = stand();
    const failed = standing.failed + waiting;
    void slots.close();
    if (broken !== undefined) reject(broken.error);
    else
      resolve({
        ...standing,
        ...tally.total(),
        failed,
        ...(stoppedAfterMs !== undefined && { stoppedAfterMs }),
      });
  }

  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) halt();
  go(performance.now());
  return { stand, ended: ended.then((result) => explainReset(result, order.url)) };
}

/** The result with the cause where TLS, or its lack, is why each connection was closed. */
async function explainReset(result: BulkResult, url: string): Promise<BulkResult> {
  const { byStatus, failures } = result;
  if (byStatus.size > 0 || !failures.has('reset')) return result;
  const cause = await createTlsProbe()(url);
  return cause === undefined ? result : { ...result, failures: new Map(failures).set('reset', cause) };
}

function toSchedule({ pace, count, durationMs }: BulkOrder, beginMs: number): Schedule {
  const perSecond = pace.kind === 'open' ? pace.perSecond : undefined;
  return createSchedule({ beginMs, endMs: beginMs + durationMs, count, perSecond });
}

function openSlots(
  { url, pace, prepare, insecure = false }: BulkOrder,
  timeoutMs: number,
  hooks: Omit<SlotSetting, 'prepare' | 'timeoutMs'>,
): Slots {
  const { connections, pipelining } =
    pace.kind === 'closed' ? pace : { connections: pace.maxInFlight, pipelining: 1 };
  const openConnection = createConnections({ url: new URL(url), pipelining, timeoutMs, insecure });
  return createSlots({ connections, pipelining }, openConnection, { prepare, timeoutMs, ...hooks });
}

interface Ledger {
  readonly order: BulkOrder;
  readonly tally: Tally;
  readonly schedule: Schedule;
}

/** Counts what came of a request, and puts the message down for another attempt where there is to be one. */
function settle(exchange: Exchange, nowMs: number, { order, tally, schedule }: Ledger): void {
  const { index, attempt, intendedMs, status, failure, retryAfter } = exchange;
  tally.noteAttempt(exchange, nowMs - intendedMs);
  const isDelivered = failure === undefined && order.isDelivered(status);
  const delayMs =
    isDelivered || order.retry === undefined || failure?.code === 'unsendable'
      ? undefined
      : findRetryDelayMs(
          {
            attempt,
            random: Math.random(),
            retryAfterSeconds: findRetryAfterSeconds(retryAfter, Date.now()),
          },
          order.retry,
        );
  if (delayMs === undefined) {
    tally.noteMessage(isDelivered);
    if (failure === undefined) order.onSettled?.(index, status);
  } else schedule.again({ index, attempt: attempt + 1, dueMs: nowMs + delayMs });
}

function toStanding(counts: Counts, schedule: Schedule): Omit<BulkStanding, 'elapsedMs'> {
  return {
    ...counts,
    started: schedule.started(),
    notStarted: schedule.passedOver(),
    waiting: schedule.waiting(),
  };
}

/** One timer for the next moment that counts: setting it to where it is already costs nothing. */
function createAlarm(ring: () => void) {
  let setTo = Number.POSITIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  return {
    set: (momentMs: number, nowMs: number) => {
      if (momentMs === setTo) return;
      clearTimeout(timer);
      setTo = momentMs;
      if (momentMs === Number.POSITIVE_INFINITY) return;
      timer = setTimeout(
        () => {
          setTo = Number.POSITIVE_INFINITY;
          ring();
        },
        Math.min(momentMs - nowMs, LONGEST_TIMER_MS),
      );
    },
    clear: () => clearTimeout(timer),
  };
}
