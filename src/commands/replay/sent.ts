import { isSuccess } from '../../core/delivery/delivery.ts';
import { toShownMessageId } from '../../core/events/masking.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import { findDistanceSeconds, findWrong, toToldId, type Wrong } from '../../core/sending/make-request.ts';
import type { Payload } from '../../core/sending/payload.ts';
import type { SuccessRule } from '../../core/sending/retries.ts';
import { TOLERANCE_SECONDS } from '../../core/signature/judge.ts';
import type { PostOutcome } from '../../io/http-client.ts';
import {
  type EndpointAnswer,
  findAnswerHint,
  findShownLocation,
  hintForFailure,
} from '../../report/answer-hints.ts';
import { explainWrong } from '../../report/explain.ts';
import type { RecordOf } from '../../report/records.ts';
import { startOfAnswer, toTenths } from '../app-answer.ts';
import type { RunMemory } from '../run-memory.ts';
import { toShownEvent } from '../shown-event.ts';
import type { Signing } from './signing.ts';
import type { Target } from './target.ts';

type Sent = RecordOf<'sent'>;

/** A message to send. */
export interface Message {
  readonly payload: Payload;
  /** Null where it is sent without one. */
  readonly id: string | null;
  readonly success: SuccessRule;
  /** Pause before it, in milliseconds: nothing new is sent. */
  readonly delayMs: number;
  /** More fields of its record, such as which of several copies it is. */
  readonly fields: Pick<Sent, 'copy' | 'step' | 'expected'>;
}

/** An attempt as it stands in its record; empty without retries. */
export type AttemptFields = Pick<Sent, 'attempt' | 'retryAfterSeconds' | 'nextAttemptInMs'>;

/** One attempt to send a message. */
export interface Attempted {
  readonly message: Message;
  readonly outcome: PostOutcome;
  readonly fields: AttemptFields;
}

/** The part of a run that its records depend on. */
export interface SentSetting {
  readonly target: Target;
  readonly signing: Signing;
  readonly memory: RunMemory;
  readonly showPii: boolean;
}

/** The record of one attempt and its answer, which is noted in the memory of the run. Never throws. */
export function toSent(
  { message, outcome, fields }: Attempted,
  { target: { url }, signing: { mode, isDevelopment: development }, memory, showPii }: SentSetting,
): Sent {
  const { payload, id, success } = message;
  const wrong = findWrong(mode);
  const isFar = isFarFromNow([payload], mode);
  const setting = { url, development, success, wrong, isFar, showPii };
  const shownId = toToldId(id, mode);
  const answer = outcome.kind === 'answered' ? { ...outcome, url } : undefined;
  const ok = answer !== undefined && success.isMet(answer.status);
  const isUsual = answer !== undefined && success.isUsual && wrong === undefined;
  const noted = isUsual
    ? memory.note({ key: id ?? payload.source, body: payload.body, isFar, answer })
    : undefined;
  const hint = (isFar ? undefined : noted) ?? findHint(outcome, setting);
  const location = answer && findShownLocation(answer, showPii);
  return {
    type: 'sent',
    source: payload.source,
    ...(payload.name !== undefined && { name: payload.name }),
    event: payload.event === null ? null : toShownEvent(payload.event, showPii),
    svixId: shownId === null ? null : toShownMessageId(shownId, showPii),
    url: toShownUrl(url, showPii),
    bytes: payload.body.length,
    ok,
    status: answer === undefined ? null : answer.status,
    latencyMs: toTenths(outcome.latencyMs),
    ...(answer !== undefined && !ok && { answer: startOfAnswer(answer.body, showPii) }),
    ...(location !== undefined && { location }),
    ...(outcome.kind === 'failed' && { error: { code: outcome.code, message: outcome.message } }),
    ...(wrong !== undefined && { wrong }),
    ...(hint !== undefined && { hint }),
    ...message.fields,
    ...fields,
  };
}

/** Tells whether a time that is signed is farther from now than a good app takes it. Never throws. */
export function isFarFromNow(payloads: readonly Payload[], mode: Signing['mode']): boolean {
  return findDistanceSeconds(payloads, mode, Math.floor(Date.now() / 1_000)) > TOLERANCE_SECONDS;
}

function findHint(outcome: PostOutcome, setting: HintSetting): string | undefined {
  return outcome.kind === 'answered'
    ? hintForAnswer({ ...outcome, url: setting.url }, setting)
    : (outcome.hint ?? hintForSilence(outcome.code, setting));
}

/** The circumstances of a hint. */
export interface HintSetting {
  readonly url: string;
  /** Tells whether it was signed with the development secret, which only a listener in the same folder knows by itself. */
  readonly development: boolean;
  readonly success: SuccessRule;
  /** The deliberate fault. */
  readonly wrong: Wrong | undefined;
  /** Tells whether its time is farther from now than a good app takes it. */
  readonly isFar: boolean;
  readonly showPii: boolean;
}

const DEVELOPMENT_HINT =
  'It was signed with the development secret of this folder (.fp-webhooks/secret): give the app that one, or set FP_WEBHOOKS_SECRET to the secret of the app.';
const LISTENER_HINT =
  'Start one with `fp-webhooks listen` in another terminal, or name your app with --to URL.';

/** The usual meaning of a missing answer, by the code of the failure. Never throws. */
export function hintForSilence(code: string, { url }: Pick<HintSetting, 'url'>): string | undefined {
  return code === 'refused' && url === 'http://127.0.0.1:4400/' ? LISTENER_HINT : hintForFailure(code);
}

/** The usual meaning of an answer, where there is something to say about it. Never throws. */
export function hintForAnswer(
  answer: EndpointAnswer,
  { development, success, wrong, isFar, showPii }: HintSetting,
): string | undefined {
  const { status } = answer;
  const isTaken = isSuccess(status);
  const found = findAnswerHint(answer, showPii);
  const far = isFar && found?.isVerdict === true ? FAR : undefined;
  const isJudged = isTaken || found?.isVerdict === true;
  const verdict = wrong === undefined ? far : isJudged ? explainWrong(isTaken, wrong) : undefined;
  if (success.isMet(status)) return isTaken ? verdict : undefined;
  const usual = development && found?.doubtsSecret === true ? DEVELOPMENT_HINT : found?.text;
  if (success.isUsual) return verdict ?? usual;
  const reason = isTaken ? verdict : (far ?? usual);
  return [`Expected was ${success.text}.`, ...(reason === undefined ? [] : [reason])].join(' ');
}

const FAR = 'It was refused, as it should be: its time is more than 5 minutes from now.';
