import type { Capture } from '../core/capture/capture.ts';
import { findMessageId } from '../core/delivery/delivery.ts';
import { adviseOn } from '../core/events/advice.ts';
import { type Description, describePayload } from '../core/events/facts.ts';
import { type Inspection, inspectPayload } from '../core/events/inspect.ts';
import { toShownMessageId, toShownPath, toShownPayload, toShownText } from '../core/events/masking.ts';
import type { Earlier } from '../core/history/history.ts';
import { findPayload } from '../core/history/labels.ts';
import type { Verdict } from '../core/signature/verdict.ts';
import { explainVerdict } from '../report/explain.ts';
import type { RecordOf } from '../report/records.ts';
import { toShownEvent } from './shown-event.ts';
import { toShownVerdict } from './shown-verdict.ts';

/** What is known besides a capture in order to describe it. */
export interface Surroundings {
  /** The deliveries of the same message that came before it. */
  readonly earlier: Earlier;
  readonly showPii: boolean;
  /** Whether the payload is wanted as well, which is shown to programs only. */
  readonly withPayload?: boolean;
  /** The body as JSON, where that has been read already; undefined when it is none. */
  readonly content?: { readonly payload: unknown };
}

/**
 * What a capture is, in the words of the record of it: nothing of where it went, and no other opinion than the verdict.
 * Never throws.
 */
export function describeCapture(capture: Capture, surroundings: Surroundings): RecordOf<'received'> {
  const { earlier, showPii, withPayload = false } = surroundings;
  const { content = { payload: findPayload(capture.delivery.body) } } = surroundings;
  const { id, receivedAt, delivery, verdict } = capture;
  const { payload } = content;
  const shown = (text: string) => toShownText(text, showPii);
  const svixId = findMessageId(delivery.headers);
  const { eventKind, definition, findings } = payload === undefined ? NOT_JSON : inspectPayload(payload);
  const { subject, facts, isLive } = payload === undefined ? NOT_JSON : describePayload(payload);
  // One literal, with undefined for what few deliveries lack: put together from parts it takes twice as long, and every
  // delivery is described.
  return {
    type: 'received',
    id,
    receivedAt,
    svixId: svixId === null ? null : toShownMessageId(svixId, showPii),
    attempt: earlier.count + 1,
    ...toFirstAttempt(receivedAt, earlier),
    method: delivery.method,
    path: shown(delivery.path),
    bodyBytes: delivery.body.length,
    verdict: toShownVerdict(verdict, showPii),
    ...toExplanation(verdict),
    event: definition?.kind ?? (eventKind === undefined ? null : toShownEvent(eventKind, showPii)),
    subject: subject && {
      kind: subject.kind,
      id: showPii ? toShownText(subject.id, showPii) : subject.idMasked,
    },
    isLive,
    facts: [...facts],
    advice: adviseOn(payload, { showPii, isDuplicate: earlier.verified > 0 && earlier.sameBody === true }),
    findings: findings.map(({ code, severity, path, message }) => ({
      code,
      severity,
      path: toShownPath(path),
      message,
    })),
    payload: withPayload ? toShownPayload(payload, showPii) : undefined,
  };
}

const NOT_JSON: Inspection & Description = { facts: ['the body is not JSON'], findings: [] };

function toFirstAttempt(receivedAt: string, { firstReceivedAt, sameBody }: Earlier) {
  if (firstReceivedAt === undefined || sameBody === undefined) return undefined;
  const secondsAgo = Math.max(0, Date.parse(receivedAt) - Date.parse(firstReceivedAt)) / 1_000;
  return { firstAttempt: { secondsAgo, sameBody } };
}

function toExplanation(verdict: Verdict) {
  const explanation = explainVerdict(verdict);
  return explanation && { explanation: { message: explanation.message, hints: [...explanation.hints] } };
}
