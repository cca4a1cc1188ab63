import { toShownUrl } from '../../core/events/shown-url.ts';
import type { Delivered } from '../../io/forwarder.ts';
import { findAnswerHint, findShownLocation, hintForFailure } from '../../report/answer-hints.ts';
import type { RecordOf } from '../../report/records.ts';
import { isGood, startOfAnswer, toTenths } from '../app-answer.ts';

/** What an app made of a delivery, as it is reported. */
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
