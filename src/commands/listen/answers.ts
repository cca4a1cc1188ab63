import type { Answer as KeptAnswer } from '../../core/capture/capture.ts';
import { toReturnedHeaders } from '../../core/delivery/relayed-headers.ts';
import type { Verdict } from '../../core/signature/verdict.ts';
import type { PostOutcome } from '../../io/http-client.ts';
import type { Answer } from '../../io/receiver.ts';
import { hintForFailure, hintForStatus } from '../../report/answer-hints.ts';
import { explainVerdict } from '../../report/explain.ts';
import type { RecordOf } from '../../report/records.ts';

const JSON_HEADERS = [['Content-Type', 'application/json']] as const;

/** The answer of a listener that forwards nothing: 200 for a valid delivery, else 400 and why, but never what was expected. */
export function toOwnAnswer(verdict: Verdict): Answer {
  const explanation = explainVerdict(verdict);
  const body =
    explanation === undefined
      ? { verdict: verdict.kind }
      : { verdict: verdict.kind, message: explanation.message };
  return {
    status: verdict.kind === 'valid' ? 200 : 400,
    headers: JSON_HEADERS,
    body: `${JSON.stringify(body)}\n`,
  };
}

/** The answer of the app, passed back; 502 or 504 with the reason when it gave none. */
export function toRelayedAnswer(outcome: PostOutcome): Answer {
  if (outcome.kind === 'answered') {
    return { status: outcome.status, headers: toReturnedHeaders(outcome.headers), body: outcome.body };
  }
  const body = { error: `app_${outcome.code}`, message: `The app gave no answer: ${outcome.message}.` };
  return {
    status: outcome.code === 'timeout' ? 504 : 502,
    headers: JSON_HEADERS,
    body: `${JSON.stringify(body)}\n`,
  };
}

/** 503, which asks the sender to try again, for a delivery that could not be kept. */
export function toNotKeptAnswer(): Answer {
  return { status: 503, headers: JSON_HEADERS, body: '{"error":"not_kept"}\n' };
}

/** What is shown of the app's answer. */
export function toForwardedDetails(
  outcome: PostOutcome,
): Omit<RecordOf<'forwarded'>, 'type' | 'id' | 'svixId' | 'url' | 'answerStatus'> {
  const answered = outcome.kind === 'answered';
  const hint = answered ? hintForStatus(outcome.status) : hintForFailure(outcome.code);
  return {
    status: answered ? outcome.status : null,
    latencyMs: toTenths(outcome.latencyMs),
    ...(answered ? {} : { error: { code: outcome.code, message: outcome.message } }),
    ...(hint !== undefined && { hint }),
  };
}

/** What is kept of the app's answer. */
export function toKeptAnswer(outcome: PostOutcome, url: string): KeptAnswer {
  const latencyMs = toTenths(outcome.latencyMs);
  if (outcome.kind === 'answered') return { by: 'app', status: outcome.status, latencyMs, url };
  return { by: 'app', status: null, latencyMs, url, error: outcome.message };
}

function toTenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
