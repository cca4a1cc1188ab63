import { isSuccess } from '../../core/delivery/success.ts';
import { toShownMessageId } from '../../core/events/masking.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import type { Wrong } from '../../core/replay/make-request.ts';
import type { Parcel } from '../../core/replay/parcel.ts';
import type { SuccessRule } from '../../core/replay/success-rule.ts';
import type { PostOutcome } from '../../io/http-client.ts';
import { hintForFailure, hintForStatus } from '../../report/answer-hints.ts';
import type { RecordOf } from '../../report/records.ts';
import { explainWrong } from '../../report/wrong-words.ts';
import { startOfAnswer, toTenths } from '../app-answer.ts';
import { toShownEvent } from '../shown-event.ts';

interface Sending {
  /** The id as it stands in the request; null when it has none. */
  readonly id: string | null;
  readonly url: string;
  /** Whether it was signed with the development secret, which only a listener in the same folder knows by itself. */
  readonly development: boolean;
  readonly outcome: PostOutcome;
  readonly showPii: boolean;
  readonly success: SuccessRule;
  /** What is wrong with it on purpose. */
  readonly wrong: Wrong | undefined;
  /** With copies or retries: which of them it is, and when the next attempt comes; in a scenario: the step. */
  readonly fields?: Pick<
    RecordOf<'sent'>,
    'copy' | 'attempt' | 'retryAfterSeconds' | 'nextAttemptInMs' | 'step' | 'expected'
  >;
}

const DEVELOPMENT_HINT =
  'It was signed with the development secret of this folder (.fp-webhooks/secret): give the app that one, or set FP_WEBHOOKS_SECRET to the secret of the app.';
const LISTENER_HINT =
  'Start one with `fp-webhooks listen` in another terminal, or name your app with --to URL.';

/** The record of one request and its answer. */
export function toSent(
  parcel: Parcel,
  { id, url, development, outcome, showPii, success, wrong, fields }: Sending,
): RecordOf<'sent'> {
  const answered = outcome.kind === 'answered';
  const ok = answered && success.isMet(outcome.status);
  const hint = findHint({ url, development, outcome, success, wrong });
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
    ...(!answered && { error: { code: outcome.code, message: outcome.message } }),
    ...(wrong !== undefined && { wrong }),
    ...(hint !== undefined && { hint }),
    ...fields,
  };
}

function findHint({
  url,
  development,
  outcome,
  success,
  wrong,
}: Omit<Sending, 'id' | 'showPii' | 'fields'>): string | undefined {
  if (outcome.kind === 'failed') {
    const toListener = outcome.code === 'refused' && url === 'http://127.0.0.1:4400/';
    return toListener ? LISTENER_HINT : hintForFailure(outcome.code);
  }
  const ok = success.isMet(outcome.status);
  const verdict = wrong === undefined ? undefined : explainWrong(outcome.status, wrong);
  if (ok) return isSuccess(outcome.status) ? verdict : undefined;
  const refused = outcome.status === 400 || outcome.status === 401 || outcome.status === 403;
  const usual = development && refused ? DEVELOPMENT_HINT : hintForStatus(outcome.status);
  if (success.isUsual) return verdict ?? usual;
  const reason = isSuccess(outcome.status) ? verdict : usual;
  return [`Expected was ${success.text}.`, ...(reason === undefined ? [] : [reason])].join(' ');
}
