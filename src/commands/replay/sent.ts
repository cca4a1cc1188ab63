import { toShownMessageId } from '../../core/events/masking.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import type { Parcel } from '../../core/sending/parcel.ts';
import type { PostOutcome } from '../../io/http-client.ts';
import { findShownLocation } from '../../report/answer-hints.ts';
import type { RecordOf } from '../../report/records.ts';
import { startOfAnswer, toTenths } from '../app-answer.ts';
import { toShownEvent } from '../shown-event.ts';
import { type HintSetting, hintForAnswer, hintForSilence } from './hint.ts';

interface Sending extends HintSetting {
  /** The id as it stands in the request; null when it has none. */
  readonly id: string | null;
  readonly outcome: PostOutcome;
  /** With copies or retries: which of them it is, and when the next attempt comes; in a scenario: the step. */
  readonly fields?: Pick<
    RecordOf<'sent'>,
    'copy' | 'attempt' | 'retryAfterSeconds' | 'nextAttemptInMs' | 'step' | 'expected'
  >;
}

/** The record of one request and its answer. */
export function toSent(parcel: Parcel, { id, outcome, fields, ...setting }: Sending): RecordOf<'sent'> {
  const { url, success, wrong, showPii } = setting;
  const answered = outcome.kind === 'answered';
  const ok = answered && success.isMet(outcome.status);
  const hint = answered
    ? hintForAnswer({ ...outcome, url }, setting)
    : (outcome.hint ?? hintForSilence(outcome.code, setting));
  const location = answered ? findShownLocation({ ...outcome, url }, showPii) : undefined;
  return {
    type: 'sent',
    source: parcel.source,
    ...(parcel.name !== undefined && { name: parcel.name }),
    event: parcel.event === null ? null : toShownEvent(parcel.event, showPii),
    svixId: id === null ? null : toShownMessageId(id, showPii),
    url: toShownUrl(url, showPii),
    bytes: parcel.body.length,
    ok,
    status: answered ? outcome.status : null,
    latencyMs: toTenths(outcome.latencyMs),
    ...(answered && !ok && { answer: startOfAnswer(outcome.body, showPii) }),
    ...(location !== undefined && { location }),
    ...(!answered && { error: { code: outcome.code, message: outcome.message } }),
    ...(wrong !== undefined && { wrong }),
    ...(hint !== undefined && { hint }),
    ...fields,
  };
}
