import { setTimeout as delay } from 'node:timers/promises';
import { findHeader } from '../../core/delivery/delivery.ts';
import { toDuration } from '../../core/duration.ts';
import type { AppError } from '../../core/error.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import { findProblem, makeRequest } from '../../core/sending/make-request.ts';
import type { Payload } from '../../core/sending/payload.ts';
import { findRetryAfterSeconds, findRetryDelayMs } from '../../core/sending/retries.ts';
import { createRetryQueue, type RetryQueue } from '../../core/sending/schedule.ts';
import { isNobodyThere } from '../../io/failure.ts';
import { type HttpClient, type PostOutcome, startHttpClient } from '../../io/http-client.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context } from '../command.ts';
import { createRunMemory, type RunMemory } from '../run-memory.ts';
import type { RunResult, Sending } from './deliver.ts';
import { type AttemptFields, type Message, toSent } from './sent.ts';
import { chooseIds } from './signing.ts';

type Sent = RecordOf<'sent'>;

/** An attempt to send a message; `number` is the place of the message. */
interface Attempt {
  readonly message: Message;
  readonly number: number;
  readonly attempt: number;
  readonly dueMs: number;
}

/** State of a run that sends one message after the other. */
interface Run extends Sending {
  readonly messages: readonly Message[];
  readonly context: Context;
  readonly client: HttpClient;
  readonly memory: RunMemory;
  /** Attempts that wait for their time. */
  readonly waiting: RetryQueue<Attempt>;
  /** The record of the last attempt of each message, in the order of the messages. */
  readonly last: Sent[];
  /** The place of the next message. */
  next: number;
  /** The moment before which no new message is sent. */
  pauseEndMs: number;
  requests: number;
  ok: number;
  failed: number;
  isAnswered: boolean;
  isPosting: boolean;
}

const DRAINING = {
  type: 'notice',
  code: 'draining',
  message: 'Waiting for the answer that is on its way; Ctrl-C again stops at once.',
} as const;

/** Each payload as a message, as often as it is to be sent. Never throws. */
export function toMessages(payloads: readonly Payload[], { signing, manner }: Sending): readonly Message[] {
  const { copies, success } = manner;
  const idOf = chooseIds(payloads, signing);
  return payloads.flatMap((payload, index) => {
    const id = idOf(index);
    return Array.from({ length: copies }, (_, copy) => ({
      ...{ payload, id, success, delayMs: 0 },
      fields: copies === 1 ? {} : { copy: copy + 1 },
    }));
  });
}

/**
 * Sends messages in order, each on a connection of its own, and failed ones again as soon as their time has come. Each attempt is
 * signed anew and reported. An interrupt waits for the attempt in flight; a message that waits for its time has failed. A dead target
 * ends the run at the first attempt, unless failed messages are sent again. Throws AppError `usage` for a key that cannot sign.
 */
export async function sendMessages(
  messages: readonly Message[],
  sending: Sending,
  context: Context,
): Promise<RunResult> {
  const run: Run = {
    ...{ ...sending, messages, context },
    client: startHttpClient({ insecure: sending.target.insecure }),
    memory: createRunMemory(),
    waiting: createRetryQueue(),
    pauseEndMs: findPauseEnd(messages[0]),
    ...{ last: [], next: 0, requests: 0, ok: 0, failed: 0, isAnswered: false, isPosting: false },
  };
  const announce = () => run.isPosting && context.report(DRAINING);
  context.signal.addEventListener('abort', announce, { once: true });
  try {
    await sendAll(run);
  } finally {
    context.progress(undefined);
    context.signal.removeEventListener('abort', announce);
    await run.client.close();
  }
  return toResult(run);
}

async function sendAll(run: Run): Promise<void> {
  const { messages, waiting, manner, context } = run;
  while (!context.signal.aborted) {
    const attempt = takeDue(run);
    if (attempt !== undefined) {
      const record = await send(attempt, run);
      if (run.failed > 0 && manner.failFast) return;
      if (run.requests === 1 && manner.plan === undefined && isNobodyThere(record.error?.code)) return;
      continue;
    }
    const againMs = waiting.nextMs() ?? Number.POSITIVE_INFINITY;
    const newMs = run.next < messages.length ? run.pauseEndMs : Number.POSITIVE_INFINITY;
    const dueMs = Math.min(againMs, newMs);
    if (!Number.isFinite(dueMs)) return;
    const what =
      againMs <= newMs ? `${waiting.size()} to be sent again` : `${messages.length - run.next} to come`;
    await waitUntil(dueMs, what, context);
  }
}

function takeDue(run: Run): Attempt | undefined {
  const again = run.waiting.takeDue(performance.now());
  const message = run.messages[run.next];
  if (again !== undefined || message === undefined || performance.now() < run.pauseEndMs) return again;
  run.next += 1;
  return { message, number: run.next - 1, attempt: 1, dueMs: 0 };
}

async function send(attempt: Attempt, run: Run): Promise<Sent> {
  const { message } = attempt;
  run.context.progress(`Sending ${run.next} of ${run.messages.length}`);
  run.isPosting = true;
  const outcome = await post(message, run);
  run.isPosting = false;
  const fields = toAttemptFields(attempt, outcome, run);
  const { target, signing, memory, context } = run;
  const record = toSent({ message, outcome, fields }, { target, signing, memory, showPii: context.showPii });
  if (!isUnsendable(outcome)) run.requests += 1;
  run.last[attempt.number] = record;
  run.isAnswered ||= record.status !== null;
  run.context.report(record);
  if (attempt.attempt === 1) run.pauseEndMs = findPauseEnd(run.messages[run.next]);
  const { nextAttemptInMs } = fields;
  if (record.ok) run.ok += 1;
  else if (nextAttemptInMs === undefined) run.failed += 1;
  else {
    const dueMs = performance.now() + nextAttemptInMs;
    run.waiting.add({ ...attempt, attempt: attempt.attempt + 1, dueMs });
  }
  return record;
}

/** Never rejects for what the app does. */
async function post({ payload, id }: Message, run: Run): Promise<PostOutcome> {
  const { signing, keeper, client, target } = run;
  const problem = findProblem({ payload, id }, signing.mode);
  if (problem !== undefined) return toUnsent(problem);
  const { url } = target;
  const sentAt = new Date();
  const nowSeconds = Math.floor(sentAt.getTime() / 1_000);
  const { headers, body } = makeRequest({ payload, id, nowSeconds }, signing.mode);
  const outcome = await client.post({ url, headers, body });
  await keeper.keep({ url, headers, body, sentAt, outcome });
  return outcome;
}

/** The outcome of a message that cannot be sent. */
function toUnsent({ message, hint }: AppError): PostOutcome {
  const sentence = `not sent: ${message.replace(/\.$/, '')}`;
  return { kind: 'failed', code: 'unsendable', message: sentence, hint, latencyMs: 0 };
}

function isUnsendable(outcome: PostOutcome): boolean {
  return outcome.kind === 'failed' && outcome.code === 'unsendable';
}

function toAttemptFields(
  { attempt, message: { success } }: Attempt,
  outcome: PostOutcome,
  { manner: { plan } }: Run,
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

function findPauseEnd(message: Message | undefined): number {
  return performance.now() + (message?.delayMs ?? 0);
}

const LONGEST_LOOK_MS = 1_000;

/** Ends at the moment or with an interrupt, and says until then how long it takes. */
async function waitUntil(dueMs: number, what: string, { signal, progress }: Context): Promise<void> {
  for (let left = dueMs - performance.now(); left > 0 && !signal.aborted; left = dueMs - performance.now()) {
    progress(`Waiting ${toDuration(Math.ceil(left / 1_000))}: ${what}`);
    await delay(Math.min(left, LONGEST_LOOK_MS), undefined, { signal }).catch(() => undefined);
  }
}

function toResult(run: Run): RunResult {
  const { last, requests, ok, waiting, memory, manner, keeper, context } = run;
  const failed = run.failed + waiting.size();
  const hints = memory.explain().filter((hint) => last.every((each) => each.hint !== hint));
  return {
    last,
    isUnreachable: requests > 0 && !run.isAnswered,
    summary: {
      type: 'summary',
      command: 'replay',
      url: toShownUrl(run.target.url, context.showPii),
      ...{ sent: ok + failed, ok, failed, notSent: run.messages.length - run.next },
      ...(manner.plan !== undefined && { requests }),
      ...(!manner.success.isUsual && { expected: manner.success.text }),
      ...(hints.length > 0 && { hints }),
      ...(keeper.place !== undefined && { history: keeper.place }),
    },
  };
}
