import { findBodyText } from '../bytes.ts';
import { type Delivery, findMessageId } from '../delivery/delivery.ts';
import { findText, isPayloadObject } from '../events/payload.ts';
import { findJson } from '../json/scan.ts';

/** What a delivery is looked up by; null where it does not say. */
export interface Labels {
  readonly messageId: string | null;
  /** The `event_kind` as it came. */
  readonly event: string | null;
  readonly fpId: string | null;
}

/** The body as JSON, undefined when it is none. Never throws. */
export function findPayload(body: Uint8Array): unknown {
  const text = findBodyText(body);
  return text === undefined ? undefined : findJson(text)?.value;
}

/** Reads the labels of a delivery. Never throws. */
export function toLabels({ headers, body }: Delivery): Labels {
  const payload = findPayload(body);
  const messageId = findMessageId(headers);
  if (!isPayloadObject(payload)) return { messageId, event: null, fpId: null };
  return {
    messageId,
    event: findText(payload, 'event_kind') ?? null,
    fpId: findText(payload, 'fp_id') ?? null,
  };
}
