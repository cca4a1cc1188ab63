import { type Forwarding, toKeptBody } from '../core/capture/capture.ts';
import type { Delivered } from '../io/forwarder.ts';
import { toTenths } from './app-answer.ts';

/** What is kept of an app's answer, or of why there was none. Never throws. */
export function toForwarding(url: string, outcome: Delivered): Forwarding {
  const latencyMs = toTenths(outcome.latencyMs);
  const { sentAt } = outcome;
  if (outcome.kind === 'failed') return { url, sentAt, status: null, latencyMs, error: outcome.message };
  const { status, headers } = outcome;
  return { url, sentAt, status, latencyMs, headers, body: toKeptBody(outcome) };
}
