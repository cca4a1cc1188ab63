import type { Capture } from '../../core/capture/capture.ts';
import { findBodyText } from '../../core/delivery/body.ts';
import { findMessageId } from '../../core/delivery/message-id.ts';
import { findJson } from '../../core/document/parse-json.ts';
import { adviseOn } from '../../core/events/advice.ts';
import { describePayload } from '../../core/events/facts.ts';
import { inspectPayload } from '../../core/events/inspect.ts';
import { maskFreeText, toShownMessageId, toShownPath, toShownPayload } from '../../core/events/masking.ts';
import { findDisagreement } from '../../core/signature/agreement.ts';
import type { Key } from '../../core/signature/secret.ts';
import type { Verdict } from '../../core/signature/verdict.ts';
import { createReferee } from '../../io/referee.ts';
import { explainVerdict } from '../../report/explain.ts';
import type { RecordOf } from '../../report/records.ts';
import { toShort } from '../../report/text.ts';

/** Says what a delivery is: the record of it, but for where it goes from here. `attempt` counts deliveries of its message from 1. */
export type Describe = (capture: Capture, attempt: number) => RecordOf<'received'>;

/** What the words depend on besides the delivery. */
export interface DescribeOptions {
  readonly keys: readonly Key[];
  readonly showPii: boolean;
}

/** Svix's library is written in JavaScript and slow on large bodies: it is not asked about more keys than these. */
const MOST_OPINIONS = 3;

/** A function that describes deliveries. This module is heavy (schemas, Svix's library): load it when the socket is open. */
export async function createDescribe(options: DescribeOptions): Promise<Describe> {
  const askReferee = await createReferee();
  return (capture, attempt) => {
    const { delivery, verdict } = capture;
    const opinion = askReferee(delivery, keysToAsk(verdict, options.keys));
    const disagreement = opinion && findDisagreement(delivery, verdict, opinion);
    const note = disagreement && { code: disagreement.code, note: disagreement.sentence };
    return {
      ...toBasics(capture, attempt, options.showPii),
      ...toExplanation(verdict),
      ...(opinion && { referee: { ...opinion, ...note } }),
      ...toContent(delivery.body, options.showPii, attempt > 1),
    };
  };
}

function keysToAsk(verdict: Verdict, keys: readonly Key[]): readonly Key[] {
  if (verdict.kind !== 'valid') return keys.slice(0, MOST_OPINIONS);
  return keys.slice(verdict.keyIndex, verdict.keyIndex + 1);
}

function toBasics({ id, receivedAt, delivery, verdict }: Capture, attempt: number, showPii: boolean) {
  const shown = (text: string) => (showPii ? text : maskFreeText(text));
  const svixId = findMessageId(delivery.headers);
  return {
    type: 'received',
    id,
    receivedAt,
    svixId: svixId === null || showPii ? svixId : toShownMessageId(svixId),
    attempt,
    method: delivery.method,
    path: shown(delivery.path),
    bodyBytes: delivery.body.length,
    verdict: toShownVerdict(verdict, shown),
  } as const;
}

/** A refused header can hold anything. */
function toShownVerdict(verdict: Verdict, shown: (text: string) => string): Verdict {
  if (verdict.kind === 'timestamp_malformed') return { ...verdict, value: shown(verdict.value) };
  if (verdict.kind === 'signature_unusable') return { ...verdict, versions: verdict.versions.map(shown) };
  return verdict;
}

function toExplanation(verdict: Verdict) {
  const explanation = explainVerdict(verdict);
  if (explanation === undefined) return {};
  return { explanation: { message: explanation.message, hints: [...explanation.hints] } };
}

/** A name as long as a body says nothing that its beginning does not. */
function toShownEvent(eventKind: string, showPii: boolean): string {
  const name = toShort(eventKind, LONGEST_EVENT);
  return showPii ? name : maskFreeText(name);
}

const LONGEST_EVENT = 200;

function toContent(body: Uint8Array, showPii: boolean, isDuplicate: boolean) {
  const json = findJson(findBodyText(body) ?? '');
  if (json === undefined) return { event: null, facts: ['the body is not JSON'], findings: [] };
  const { eventKind, findings } = inspectPayload(json.value);
  const { subject, facts, isLive } = describePayload(json.value);
  const advice = adviseOn(json.value, { showPii, isDuplicate });
  return {
    event: eventKind === undefined ? null : toShownEvent(eventKind, showPii),
    ...(subject && { subject: { kind: subject.kind, id: showPii ? subject.id : subject.idMasked } }),
    ...(isLive !== undefined && { isLive }),
    facts: [...facts],
    ...(advice && { advice }),
    findings: findings.map(({ code, severity, path, message }) => ({
      code,
      severity,
      path: toShownPath(path),
      message,
    })),
    payload: toShownPayload(json.value, showPii),
  };
}
