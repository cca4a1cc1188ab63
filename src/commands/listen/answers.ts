import type { Answer as KeptAnswer } from '../../core/capture/capture.ts';
import { toReturnedHeaders } from '../../core/delivery/relayed-headers.ts';
import type { Verdict } from '../../core/signature/verdict.ts';
import type { PostOutcome } from '../../io/http-client.ts';
import { type Answer, DROP, type Drop } from '../../io/receiver.ts';
import { explainVerdict } from '../../report/explain.ts';
import type { Ack } from './forwarding-flags.ts';
import type { OnPurpose } from './on-purpose.ts';

const JSON_HEADERS = [['Content-Type', 'application/json']] as const;

/** The listener's own answer: 200 for a valid delivery or for all, else 400 and why, but never what was expected. */
export function toOwnAnswer(verdict: Verdict, ack: Ack): Answer {
  if (verdict.kind === 'valid') return VALID;
  const explanation = explainVerdict(verdict);
  const body =
    explanation === undefined
      ? { verdict: verdict.kind }
      : { verdict: verdict.kind, message: explanation.message };
  return json(ack === 'always' ? 200 : 400, body);
}

const VALID = json(200, { verdict: 'valid' });

/** The answer of the app, passed back; 502 or 504 with the reason when it gave none, or one too long to pass back whole. */
export function toRelayedAnswer(outcome: PostOutcome): Answer {
  if (outcome.kind === 'answered' && !outcome.isWhole) {
    const bytes = outcome.body.length;
    const body = {
      error: 'app_answer_too_large',
      message: `The app's answer (${outcome.status}) is longer than ${bytes} bytes.`,
    };
    return { status: 502, headers: JSON_HEADERS, body: `${JSON.stringify(body)}\n` };
  }
  if (outcome.kind === 'answered') {
    return { status: outcome.status, headers: toReturnedHeaders(outcome.headers), body: outcome.body };
  }
  const what = `The app gave no answer${outcome.code === 'not_http' ? ' that can be passed back' : ''}`;
  const body = { error: `app_${outcome.code}`, message: `${what}: ${outcome.message}.` };
  return json(outcome.code === 'timeout' ? 504 : 502, body);
}

/** 503, which asks the sender to try again, for a delivery that could not be kept. */
export function toNotKeptAnswer(): Answer {
  return json(503, { error: 'not_kept' });
}

/** What the user wants senders to see. */
export function toPurposeAnswer({ status }: OnPurpose): Answer | Drop {
  return status === null ? DROP : json(status, { answered: 'on purpose' });
}

function json(status: number, body: object): Answer {
  return { status, headers: JSON_HEADERS, body: `${JSON.stringify(body)}\n` };
}

/** What is kept of an answer. */
export function toKeptAnswer(by: KeptAnswer['by'], answer: Answer | Drop): KeptAnswer {
  return { by, status: 'kind' in answer ? null : answer.status };
}
