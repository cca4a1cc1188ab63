import type { Capture } from '../../core/capture/capture.ts';
import { findMessageId, type RawHeaders } from '../../core/delivery/delivery.ts';
import { toRelayedHeaders, toReturnedHeaders } from '../../core/delivery/relayed-headers.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import { findResignedHeaders } from '../../core/sending/request-headers.ts';
import type { Key } from '../../core/signature/secret.ts';
import { type Delivered, startForwarder } from '../../io/forwarder.ts';
import type { PostOutcome } from '../../io/http-client.ts';
import type { Answer } from '../../io/receiver/options.ts';
import { findAnswerHint, findShownLocation, hintForFailure } from '../../report/answer-hints.ts';
import type { RecordOf } from '../../report/records.ts';
import { isGood, startOfAnswer, toTenths } from '../app-answer.ts';
import type { Context } from '../command.ts';
import { createRunMemory, type RunMemory } from '../run-memory.ts';
import type { Described } from './describe.ts';
import type { Forwarding } from './forwarding-flags.ts';
import { toJsonAnswer } from './judge.ts';

/** A delivery that every app has answered. */
export interface Forwarded extends Described {
  /** In the order of the URLs. */
  readonly outcomes: Outcomes;
  /** The answer to the sender, where the apps decide it. */
  readonly appAnswer: Answer;
}

type Outcomes = readonly Outcome[];
type Outcome = { readonly url: string; readonly outcome: Delivered };

/** Forwards deliveries and reports the answers. */
export interface Forwarder {
  /**
   * Step 5: sends to every URL of the plan. A record is shown for each app that has answered; that of the last has the
   * status that the sender gets, where the apps decide it. Resolves when all have answered, and never rejects.
   */
  readonly forward: (described: Described) => Promise<Forwarded>;
  /** Gives up what is under way. Twice is once. */
  readonly close: () => Promise<void>;
}

/** After this long without an answer of the app, the delivery's line is shown without it. */
const PATIENCE_MS = 1_000;

/** A forwarder. Close it when done. This module is heavy (the HTTP client): load it when something is forwarded. */
export function createForwarder(
  { headers: extraHeaders, ...options }: Forwarding,
  { showPii, waits }: Pick<Context, 'showPii' | 'waits'>,
): Forwarder {
  const { forward: send, close } = startForwarder({ ...options, timeoutMs: waits.answerMs });
  const memories = new Map<string, RunMemory>();

  async function forward(described: Described): Promise<Forwarded> {
    const { capture, content, svixId, plan, show, resignWith } = described;
    const { id, delivery } = capture;
    const all: (Outcome | undefined)[] = plan.urls.map(() => undefined);
    const patience = setTimeout(() => {
      const url = plan.urls.find((_, index) => all[index] === undefined) ?? '';
      show({ type: 'waiting', id, url: toShownUrl(url, showPii), afterMs: PATIENCE_MS });
    }, PATIENCE_MS);
    const headers = toRelayedHeaders(resign(capture, resignWith));
    // Deliveries of one person or business reach each app in their order.
    const lane = content.fpId ?? id;
    const sending = plan.urls.map(async (url, index) => {
      const outcome = await send({ url, lane, headers, extraHeaders, body: delivery.body });
      all[index] = { url, outcome };
      const given = all.filter((each) => each !== undefined);
      const isLast = given.length === plan.urls.length;
      if (isLast) clearTimeout(patience);
      const memory = memories.get(url) ?? createRunMemory();
      memories.set(url, memory);
      const hint = remember(memory, capture, { outcome, url });
      show({
        ...toForwardedRecord({ id, svixId, url }, outcome, showPii),
        ...(hint !== undefined && { hint }),
        ...(isLast && plan.appDecides && { answerStatus: toAppAnswer(given).status }),
        ...(resignWith && { replayed: true }),
      });
      return { url, outcome };
    });
    const outcomes = await Promise.all(sending);
    return { ...described, outcomes, appAnswer: toAppAnswer(outcomes) };
  }

  return { forward, close };
}

/** Only verified deliveries say something about the app's secret. */
function remember(
  memory: RunMemory,
  { delivery, verdict, id }: Capture,
  { outcome, url }: Outcome,
): string | undefined {
  if (outcome.kind !== 'answered' || verdict.kind !== 'valid') return undefined;
  const key = findMessageId(delivery.headers) ?? id;
  return memory.note({ key, body: delivery.body, isFar: false, answer: { ...outcome, url } });
}

/** The original headers for a delivery that cannot be signed here, such as one that failed its check. */
function resign({ delivery, verdict }: Capture, keys: readonly Key[] | undefined): RawHeaders {
  const key = verdict.kind === 'valid' ? keys?.[verdict.keyIndex] : undefined;
  if (key === undefined || verdict.kind !== 'valid') return delivery.headers;
  const timestampSeconds = Math.floor(Date.now() / 1_000);
  return (
    findResignedHeaders(delivery, { key, family: verdict.headerFamily, timestampSeconds }) ?? delivery.headers
  );
}

/** The record of an app's answer. */
export function toForwardedRecord(
  ids: Pick<RecordOf<'forwarded'>, 'id' | 'svixId' | 'url'>,
  outcome: Delivered,
  showPii: boolean,
): RecordOf<'forwarded'> {
  const isAnswered = outcome.kind === 'answered';
  const answered = isAnswered ? { ...outcome, url: ids.url } : undefined;
  const hint = isAnswered
    ? answered && findAnswerHint(answered, showPii)?.text
    : (outcome.hint ?? hintForFailure(outcome.code));
  const location = answered && findShownLocation(answered, showPii);
  const answer = isAnswered && !isGood(outcome) ? startOfAnswer(outcome.body, showPii) : '';
  return {
    type: 'forwarded',
    ...ids,
    url: toShownUrl(ids.url, showPii),
    status: isAnswered ? outcome.status : null,
    latencyMs: toTenths(outcome.latencyMs),
    ...(isAnswered ? {} : { error: { code: outcome.code, message: outcome.message } }),
    ...(answer !== '' && { answer }),
    ...(location !== undefined && { location }),
    ...(hint !== undefined && { hint }),
  };
}

/** Of several apps, the first that did not answer 2xx speaks for all: each of them must have the delivery. */
function toAppAnswer(outcomes: Outcomes): Answer {
  const { outcome } = outcomes.find((each) => !isGood(each.outcome)) ?? outcomes[0] ?? {};
  return outcome === undefined ? toJsonAnswer(503, { error: 'not_kept' }) : toReturnedAnswer(outcome);
}

/** The answer of the app; 502 or 504 with the reason when it gave none, or one too long to return whole. */
function toReturnedAnswer(outcome: PostOutcome): Answer {
  if (outcome.kind === 'answered' && !outcome.isWhole) {
    const bytes = outcome.body.length;
    const message = `The app's answer (${outcome.status}) is longer than ${bytes} bytes.`;
    return toJsonAnswer(502, { error: 'app_answer_too_large', message });
  }
  if (outcome.kind === 'answered') {
    return { status: outcome.status, headers: toReturnedHeaders(outcome.headers), body: outcome.body };
  }
  const what = `The app gave no answer${outcome.code === 'not_http' ? ' that can be passed back' : ''}`;
  const body = { error: `app_${outcome.code}`, message: `${what}: ${outcome.message}.` };
  return toJsonAnswer(outcome.code === 'timeout' ? 504 : 502, body);
}
