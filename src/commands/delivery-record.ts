import { findBodyText, toBuffer } from '../core/bytes.ts';
import type { Capture, Forwarding } from '../core/capture/capture.ts';
import type { RawHeaders } from '../core/delivery/delivery.ts';
import { toShownPayload, toShownText } from '../core/events/masking.ts';
import { toShownHeader } from '../core/events/shown-header.ts';
import { toShownUrl } from '../core/events/shown-url.ts';
import type { Kept } from '../core/history/history.ts';
import { findJson } from '../core/json/scan.ts';
import { findAnswerHint } from '../report/answer-hints.ts';
import type { RecordOf } from '../report/records.ts';
import { describeCapture } from './describe.ts';
import { toDiagnosisRecord } from './observation.ts';

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

type ShownBody = RecordOf<'delivery'>['body'];

const MOST_CHARACTERS = 20_000;
const MOST_BYTES = 256;

/** A body as it may be shown: JSON as such, text masked, anything else by its first bytes. Never throws. */
export function toShownBody(body: Uint8Array, showPii: boolean): ShownBody {
  if (body.length === 0) return { kind: 'empty' };
  const text = findBodyText(body);
  const json = findJson(text ?? '');
  if (json !== undefined) return { kind: 'json', value: toShownPayload(json.value, showPii) };
  if (text !== undefined) return toTextBody(text, showPii);
  // With a bad byte in it, it is still text, which a dump of bytes would show unmasked.
  const nearly = toBuffer(body).toString('utf8');
  return isMostlyText(nearly) ? toTextBody(nearly, showPii) : toDump(body);
}

function toTextBody(text: string, showPii: boolean): ShownBody {
  // Cut last: half of an e-mail address would not be known as one.
  const shown = toShownText(text, showPii);
  const omitted = shown.length - MOST_CHARACTERS;
  if (omitted <= 0) return { kind: 'text', text: shown };
  return { kind: 'text', text: shown.slice(0, MOST_CHARACTERS), omittedCharacters: omitted };
}

function isMostlyText(text: string): boolean {
  const odd = text.match(/[\0-\u0008\u000e-\u001f\u007f\ufffd]/g)?.length ?? 0;
  return odd * 4 < text.length;
}

function toDump(body: Uint8Array): ShownBody {
  const hex = toBuffer(body.subarray(0, MOST_BYTES)).toString('hex');
  const omitted = body.length - MOST_BYTES;
  return omitted > 0 ? { kind: 'binary', hex, omittedBytes: omitted } : { kind: 'binary', hex };
}
