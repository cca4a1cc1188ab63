import { findBodyText } from '../bytes.ts';
import { findJson } from '../json/scan.ts';
import { findText, isPayloadObject } from './payload.ts';

/** What a body says, as far as it is JSON. */
export interface Content {
  /** The parsed body; undefined when it is not JSON. */
  readonly payload: unknown;
  /** Its `event_kind`, as it came. */
  readonly event: string | null;
  readonly fpId: string | null;
}

/** Reads a body. Never throws. */
export function readContent(body: Uint8Array): Content {
  const payload = findJson(findBodyText(body) ?? '')?.value;
  if (!isPayloadObject(payload)) return { payload, event: null, fpId: null };
  return {
    payload,
    event: findText(payload, 'event_kind') ?? null,
    fpId: findText(payload, 'fp_id') ?? null,
  };
}
