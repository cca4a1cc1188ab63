import type { Capture } from '../../core/capture/capture.ts';
import { findBodyText } from '../../core/delivery/body.ts';
import { findMessageId } from '../../core/delivery/message-id.ts';
import { adviseOn } from '../../core/events/advice.ts';
import { describePayload } from '../../core/events/facts.ts';
import { inspectPayload } from '../../core/events/inspect.ts';
import { maskPayload, toShownPath } from '../../core/events/masking.ts';
import { findDisagreement } from '../../core/signature/agreement.ts';
import type { Key } from '../../core/signature/secret.ts';
import { createReferee } from '../../io/referee.ts';
import { explainVerdict } from '../../report/explain.ts';
import type { RecordOf } from '../../report/records.ts';

/** Says what a delivery is: the record of it, but for where it goes from here. */
export type Describe = (capture: Capture) => RecordOf<'received'>;

/** A function that describes deliveries. This module is heavy (schemas, Svix's library): load it when the socket is open. */
export async function createDescribe(keys: readonly Key[], showPii: boolean): Promise<Describe> {
  const askReferee = await createReferee();
  return (capture) => {
    const opinion = askReferee(capture.delivery, keys);
    const disagreement = opinion && findDisagreement(capture.delivery, capture.verdict, opinion);
    const explanation = explainVerdict(capture.verdict);
    return {
      ...toBasics(capture),
      ...(explanation && { explanation: { message: explanation.message, hints: [...explanation.hints] } }),
      ...(opinion && { referee: { ...opinion, ...(disagreement && { note: disagreement.sentence }) } }),
      ...toContent(capture.delivery.body, showPii),
    };
  };
}

function toBasics({ id, receivedAt, delivery, verdict }: Capture) {
  return {
    type: 'received',
    id,
    receivedAt,
    svixId: findMessageId(delivery.headers),
    method: delivery.method,
    path: delivery.path,
    bodyBytes: delivery.body.length,
    verdict,
  } as const;
}

function toContent(body: Uint8Array, showPii: boolean) {
  const json = parseBody(body);
  if (json === undefined) return { event: null, facts: ['the body is not JSON'], findings: [] };
  const { eventKind, findings } = inspectPayload(json.value);
  const { subject, facts, isLive } = describePayload(json.value);
  const advice = adviseOn(json.value, { showPii });
  return {
    event: eventKind ?? null,
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
    payload: showPii ? json.value : maskPayload(json.value),
  };
}

function parseBody(body: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(findBodyText(body) ?? '') };
  } catch {
    return undefined;
  }
}
