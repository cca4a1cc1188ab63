import { setTimeout as delay } from 'node:timers/promises';
import { findHeader } from '../../core/delivery/delivery.ts';
import { toDuration } from '../../core/duration.ts';
import { createWaiting } from '../../core/sending/agenda.ts';
import { findRetryAfterSeconds, findRetryDelayMs } from '../../core/sending/schedule.ts';
import type { SuccessRule } from '../../core/sending/success-rule.ts';
import { isNobodyThere } from '../../io/failure.ts';
import type { PostOutcome } from '../../io/http-client.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context } from '../command.ts';
import type { Manner } from './delivery-flags.ts';

type Sent = RecordOf<'sent'>;

/** An attempt as it stands in its record; empty without retries. */
export type AttemptFields = Pick<Sent, 'attempt' | 'retryAfterSeconds' | 'nextAttemptInMs'>;

/** What is known of a message before it is sent. */
export interface Sendable {
  readonly success: SuccessRule;
  /** How long nothing new is sent before it, in milliseconds. */
  readonly delayMs: number;
}

/** What is sent one after the other. */
export interface InOrder<Message extends Sendable> {
  readonly messages: readonly Message[];
  /** Sends a message, signed anew. Never rejects for what the app does. */
  readonly post: (message: Message) => Promise<PostOutcome>;
  readonly toSent: (message: Message, outcome: PostOutcome, attempt: AttemptFields) => Sent;
  readonly manner: Manner;
}

/** What came of it, with the messages by their fate. */
export interface InOrderResult {
  /** The record of the last attempt of each message, in the order of the messages. */
  readonly last: readonly Sent[];
  /** All attempts. */
  readonly requests: number;
  /** Whether there were any, and no answer to one of them. */
  readonly isUnreachable: boolean;
  readonly ok: number;
  readonly failed: number;
  readonly notSent: number;
}

interface Turn<Message> {
  readonly message: Message;
  readonly number: number;
  readonly attempt: number;
  readonly dueMs: number;
}

/**
 * Sends one after the other, as they were given, and again what failed as soon as its time has come; each is reported. An interrupt
 * waits for the one in flight, and what waits for its time has failed. A dead target ends it at the first, unless it is tried again.
 */
export async function sendInOrder<Message extends Sendable>(
  { messages, post, toSent, manner }: InOrder<Message>,
  context: Context,
): Promise<InOrderResult> {
  const waiting = createWaiting<Turn<Message>>();
  const last: Sent[] = [];
  let isPosting = false;
  const announce = () => isPosting && context.report(DRAINING);
  context.signal.addEventListener('abort', announce, { once: true });
  let [next, requests, ok, failed, pauseEndMs] = [0, 0, 0, 0, findPauseEnd(messages[0])];
  let isAnswered = false;

  function take(): Turn<Message> | undefined {
    const again = waiting.takeDue(performance.now());
    const message = messages[next];
    if (again !== undefined || message === undefined || performance.now() < pauseEndMs) return again;
    next += 1;
    return { message, number: next - 1, attempt: 1, dueMs: 0 };
  }

  async function send(turn: Turn<Message>): Promise<Sent> {
    context.progress(`Sending ${next} of ${messages.length}`);
    isPosting = true;
    const outcome = await post(turn.message);
    isPosting = false;
    const fields = toAttempt(turn, outcome, manner.plan);
    const record = toSent(turn.message, outcome, fields);
    if (!isUnsendable(outcome)) requests += 1;
    last[turn.number] = record;
    isAnswered ||= record.status !== null;
    context.report(record);
    if (turn.attempt === 1) pauseEndMs = findPauseEnd(messages[next]);
    const { nextAttemptInMs } = fields;
    if (record.ok) ok += 1;
    else if (nextAttemptInMs === undefined) failed += 1;
    else waiting.add({ ...turn, attempt: turn.attempt + 1, dueMs: performance.now() + nextAttemptInMs });
    return record;
  }

  async function sendAll(): Promise<void> {
    while (!context.signal.aborted) {
      const turn = take();
      if (turn !== undefined) {
        const record = await send(turn);
        if (failed > 0 && manner.failFast) return;
        if (requests === 1 && manner.plan === undefined && isNobodyThere(record.error?.code)) return;
        continue;
      }
      const againMs = waiting.nextMs() ?? Number.POSITIVE_INFINITY;
      const newMs = next < messages.length ? pauseEndMs : Number.POSITIVE_INFINITY;
      const dueMs = Math.min(againMs, newMs);
      if (!Number.isFinite(dueMs)) return;
      const what =
        againMs <= newMs ? `${waiting.size()} to be sent again` : `${messages.length - next} to come`;
      await waitUntil(dueMs, what, context);
    }
  }

  try {
    await sendAll();
  } finally {
    context.progress(undefined);
    context.signal.removeEventListener('abort', announce);
  }
  const notSent = messages.length - next;
  const isUnreachable = requests > 0 && !isAnswered;
  return { last, requests, isUnreachable, ok, failed: failed + waiting.size(), notSent };
}

function isUnsendable(outcome: PostOutcome): boolean {
  return outcome.kind === 'failed' && outcome.code === 'unsendable';
}

const DRAINING = {
  type: 'notice',
  code: 'draining',
  message: 'Waiting for the answer that is on its way; Ctrl-C again stops at once.',
} as const;

function findPauseEnd(message: Sendable | undefined): number {
  return performance.now() + (message?.delayMs ?? 0);
}

function toAttempt(
  { attempt, message: { success } }: Turn<Sendable>,
  outcome: PostOutcome,
  plan: Manner['plan'],
): AttemptFields {
  if (plan === undefined || isUnsendable(outcome)) return {};
  if (outcome.kind === 'answered' && success.isMet(outcome.status)) return { attempt };
  const value = outcome.kind === 'answered' ? findHeader(outcome.headers, 'retry-after') : undefined;
  const retryAfterSeconds = findRetryAfterSeconds(value, Date.now());
  const nextAttemptInMs = findRetryDelayMs({ attempt, random: Math.random(), retryAfterSeconds }, plan);
  return {
    attempt,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(nextAttemptInMs !== undefined && { nextAttemptInMs }),
  };
}

const LONGEST_LOOK_MS = 1_000;

/** Ends at the moment or with an interrupt, and says until then how long it takes. */
async function waitUntil(dueMs: number, what: string, { signal, progress }: Context): Promise<void> {
  for (let left = dueMs - performance.now(); left > 0 && !signal.aborted; left = dueMs - performance.now()) {
    progress(`Waiting ${toDuration(Math.ceil(left / 1_000))}: ${what}`);
    await delay(Math.min(left, LONGEST_LOOK_MS), undefined, { signal }).catch(() => undefined);
  }
}
