import { toBuffer } from '../core/bytes.ts';
import type { Capture, Forwarding } from '../core/capture/capture.ts';
import type { RawHeaders } from '../core/delivery/delivery.ts';
import { toShownText } from '../core/events/masking.ts';
import { toShownHeader } from '../core/events/shown-header.ts';
import { toShownUrl } from '../core/events/shown-url.ts';
import type { Kept } from '../core/history/history.ts';
import { findAnswerHint } from '../report/answer-hints.ts';
import type { RecordOf } from '../report/records.ts';
import { describeCapture } from './describe.ts';
import { toDiagnosisRecord } from './observation.ts';
import { toShownBody } from './shown-body.ts';

type DeliveryRecord = RecordOf<'delivery'>;

/**
 * One delivery with all that is known of it. `attempts` are all captures with its message id, the oldest first; nothing
 * or the capture alone where it has no other. Never throws.
 */
export function toDeliveryRecord(
  { capture, earlier, diagnosis }: Kept,
  attempts: readonly Capture[],
  showPii: boolean,
): DeliveryRecord {
  const { delivery, answer, forwardings } = capture;
  const described = describeCapture(capture, { earlier, showPii });
  const shown = attempts.map((each) => toAttempt(each, attempts[0] ?? each));
  return {
    ...described,
    type: 'delivery',
    headers: toShownHeaders(delivery.headers, showPii),
    body: toShownBody(delivery.body, showPii),
    ...(diagnosis && { diagnosis: toDiagnosisRecord(diagnosis) }),
    ...(answer && { answer }),
    ...(forwardings && { forwardings: forwardings.map((each) => toShownForwarding(each, showPii)) }),
    ...(attempts.length > 1 && { attempts: shown }),
  };
}

function toShownForwarding(forwarding: Forwarding, showPii: boolean) {
  const { url, sentAt, status, latencyMs, headers, body, error } = forwarding;
  const answer = { url, headers: headers ?? [], body: body ?? new Uint8Array() };
  const hint = status === null ? undefined : findAnswerHint({ ...answer, status }, showPii)?.text;
  return {
    url: toShownUrl(url, showPii),
    sentAt,
    status,
    latencyMs,
    ...(hint !== undefined && { hint }),
    ...(error !== undefined && { error: toShownText(error, showPii) }),
    ...(headers && { headers: toShownHeaders(headers, showPii) }),
    ...(body && { body: toShownBody(body, showPii) }),
  };
}

function toShownHeaders(headers: RawHeaders, showPii: boolean): [string, string][] {
  return headers.map(([name, value]) => [name, toShownHeader(name, value, showPii)]);
}

function toAttempt(capture: Capture, first: Capture) {
  const { id, receivedAt, delivery, verdict, answer } = capture;
  const milliseconds = Date.parse(receivedAt) - Date.parse(first.receivedAt);
  return {
    id,
    receivedAt,
    secondsAfterFirst: Math.max(0, milliseconds / 1_000),
    sameBody: toBuffer(delivery.body).equals(first.delivery.body),
    verdict: verdict.kind,
    ...(answer && { answerStatus: answer.status }),
  };
}
