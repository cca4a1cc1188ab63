import { toShownMessageId } from '../../core/events/masking.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import type { Parcel } from '../../core/replay/parcel.ts';
import type { SuccessRule } from '../../core/replay/success-rule.ts';
import type { PostOutcome } from '../../io/http-client.ts';
import { hintForFailure, hintForStatus } from '../../report/answer-hints.ts';
import type { RecordOf } from '../../report/records.ts';
import { startOfAnswer, toTenths } from '../app-answer.ts';
import { toShownEvent } from '../shown-event.ts';

interface Sending {
  readonly id: string;
  readonly url: string;
  /** Whether it was signed with the development secret, which only a listener in the same folder knows by itself. */
  readonly development: boolean;
  readonly outcome: PostOutcome;
  readonly showPii: boolean;
  readonly success: SuccessRule;
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
  { id, url, development, outcome, showPii, success, fields }: Sending,
): RecordOf<'sent'> {
  const answered = outcome.kind === 'answered';
  const ok = answered && success.isMet(outcome.status);
  const hint = ok ? undefined : findHint({ url, development, outcome, success });
  return {
    type: 'sent',
    source: parcel.source,
    ...(parcel.name !== undefined && { name: parcel.name }),
    event: parcel.event === null ? null : toShownEvent(parcel.event, showPii),
    svixId: toShownMessageId(id, showPii),
    url: toShownUrl(url, showPii),
    bytes: parcel.body.length,
    ok,
    status: answered ? outcome.status : null,
    latencyMs: toTenths(outcome.latencyMs),
    ...(answered && !ok && { answer: startOfAnswer(outcome.body, showPii) }),
    ...(!answered && { error: { code: outcome.code, message: outcome.message } }),
    ...(hint !== undefined && { hint }),
    ...fields,
  };
}

function findHint({
  url,
  development,
  outcome,
  success,
}: Omit<Sending, 'id' | 'showPii' | 'fields'>): string | undefined {
  if (outcome.kind === 'failed') {
    const toListener = outcome.code === 'refused' && url === 'http://127.0.0.1:4400/';
    return toListener ? LISTENER_HINT : hintForFailure(outcome.code);
  }
  const refused = outcome.status === 400 || outcome.status === 401 || outcome.status === 403;
  const usual = development && refused ? DEVELOPMENT_HINT : hintForStatus(outcome.status);
  if (success.isUsual) return usual;
  return [`Expected was ${success.text}.`, ...(usual === undefined ? [] : [usual])].join(' ');
}
