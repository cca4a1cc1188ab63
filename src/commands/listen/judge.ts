import type { Capture } from '../../core/capture/capture.ts';
import { findMessageId } from '../../core/delivery/delivery.ts';
import { type Content, readContent } from '../../core/events/content.ts';
import type { ChooseUrls } from '../../core/filter/event-glob.ts';
import { judge } from '../../core/signature/judge.ts';
import type { Key } from '../../core/signature/secret.ts';
import type { Verdict } from '../../core/signature/verdict.ts';
import { type Answer, DROP, type Drop } from '../../io/receiver/options.ts';
import { explainVerdict } from '../../report/explain.ts';
import type { Ack } from './forwarding-flags.ts';
import type { Misbehave, OnPurpose } from './on-purpose.ts';
import type { Received } from './receive.ts';
import type { State } from './state.ts';

/** A delivery with its verdict, its content, and the plan for it. */
export interface Judged {
  readonly capture: Capture;
  readonly content: Content;
  readonly messageId: string | null;
  readonly plan: Plan;
}

/** Decisions about one delivery. */
export interface Plan {
  /** Whether the filter lets it through. If not, it is stored and answered, but neither shown nor forwarded. */
  readonly isWanted: boolean;
  /** Targets of forwarding. */
  readonly urls: readonly string[];
  /** Answer to the sender, unless the apps decide. */
  readonly answer: Answer | Drop;
  readonly appDecides: boolean;
  /** Whether the answer is one that the user asked for, to see how senders react. */
  readonly isOnPurpose: boolean;
}

/** Settings that decide about a delivery. */
export interface JudgeOptions {
  readonly keys: readonly Key[];
  readonly ack: Ack;
  readonly misbehave: Misbehave | undefined;
  readonly chooseUrls: ChooseUrls;
  readonly state: Pick<State, 'filter' | 'isPaused'>;
}

/** Step 2: verifies the signature, reads the content, and plans what follows. */
export function judgeDelivery({ id, receivedAt, delivery }: Received, options: JudgeOptions): Judged {
  const verdict = judge(delivery, options.keys, Math.floor(receivedAt.getTime() / 1_000));
  const capture: Capture = { version: 1, id, receivedAt: receivedAt.toISOString(), delivery, verdict };
  const content = readContent(delivery.body);
  const messageId = findMessageId(delivery.headers);
  return { capture, content, messageId, plan: toPlan({ capture, content, messageId }, options) };
}

function toPlan({ capture, content, messageId }: Omit<Judged, 'plan'>, options: JudgeOptions): Plan {
  const { ack, misbehave, chooseUrls, state } = options;
  const { delivery, verdict } = capture;
  const isWanted = state.filter.lets(content, delivery);
  const isForwarded = isWanted && !state.isPaused && verdict.kind === 'valid';
  const urls = isForwarded ? chooseUrls(content.event) : [];
  const onPurpose = misbehave?.(messageId);
  if (onPurpose !== undefined) {
    return { isWanted, urls, answer: toPurposeAnswer(onPurpose), appDecides: false, isOnPurpose: true };
  }
  const appDecides = ack === 'app' && urls.length > 0;
  return { isWanted, urls, answer: toOwnAnswer(verdict, ack), appDecides, isOnPurpose: false };
}

/** 200 for a valid delivery or for all, else 400 with the reason, but never the expected signature. */
function toOwnAnswer(verdict: Verdict, ack: Ack): Answer {
  if (verdict.kind === 'valid') return VALID;
  const explanation = explainVerdict(verdict);
  const body =
    explanation === undefined
      ? { verdict: verdict.kind }
      : { verdict: verdict.kind, message: explanation.message };
  return toJsonAnswer(ack === 'always' ? 200 : 400, body);
}

function toPurposeAnswer({ status }: OnPurpose): Answer | Drop {
  return status === null ? DROP : toJsonAnswer(status, { answered: 'on purpose' });
}

const JSON_HEADERS = [['Content-Type', 'application/json']] as const;

/** An answer of the listener itself. Never throws for plain data. */
export function toJsonAnswer(status: number, body: object): Answer {
  return { status, headers: JSON_HEADERS, body: `${JSON.stringify(body)}\n` };
}

const VALID = toJsonAnswer(200, { verdict: 'valid' });
