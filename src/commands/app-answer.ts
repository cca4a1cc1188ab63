import { toBuffer } from '../core/bytes.ts';
import { type Forwarding, toKeptBody } from '../core/capture/capture.ts';
import { isSuccess } from '../core/delivery/delivery.ts';
import { toShownText } from '../core/events/masking.ts';
import type { Delivered } from '../io/forwarder.ts';
import type { PostOutcome } from '../io/http-client.ts';
import { toShort, toVisible } from '../report/text.ts';

const SHOWN_CHARACTERS = 300;

/** Tells whether an app answered 2xx. Never throws. */
export function isGood(outcome: PostOutcome): boolean {
  return outcome.kind === 'answered' && isSuccess(outcome.status);
}

/** The start of an answer on one line. An app often repeats what it was sent, so that it is masked. Never throws. */
export function startOfAnswer(body: Uint8Array, showPii: boolean): string {
  const text = toBuffer(body).toString('utf8').trim().replace(/\s+/g, ' ');
  // Cut last: half of an e-mail address would not be known as one.
  return toShort(toVisible(toShownText(text, showPii)), SHOWN_CHARACTERS);
}

/** Milliseconds with one digit behind the point. */
export function toTenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}

/** The stored form of an app's answer, or of the reason why there was none. Never throws. */
export function toForwarding(url: string, outcome: Delivered): Forwarding {
  const latencyMs = toTenths(outcome.latencyMs);
  const { sentAt } = outcome;
  if (outcome.kind === 'failed') return { url, sentAt, status: null, latencyMs, error: outcome.message };
  const { status, headers } = outcome;
  return { url, sentAt, status, latencyMs, headers, body: toKeptBody(outcome) };
}
