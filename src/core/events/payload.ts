/** A JSON object from outside, of which nothing is known yet. */
export type PayloadObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object (not an array, not null). Never throws. */
export function isPayloadObject(value: unknown): value is PayloadObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text under a name, or undefined when it is absent, inherited or not text. Never throws. */
export function findText(payload: PayloadObject, name: string): string | undefined {
  const value = findOwn(payload, name);
  return typeof value === 'string' ? value : undefined;
}

/** The `event_kind` of anything, or null when it has none that is text. Never throws. */
export function toEventKind(value: unknown): string | null {
  return (isPayloadObject(value) ? findText(value, 'event_kind') : undefined) ?? null;
}

/** The object under a name, or an empty one, so that its fields can be asked for. Never throws. */
export function objectAt(payload: PayloadObject, name: string): PayloadObject {
  const value = findOwn(payload, name);
  return isPayloadObject(value) ? value : {};
}

/** The state of a bank link in either of its shapes, or undefined. Never throws. */
export function findLinkState(payload: PayloadObject): string | undefined {
  return findText(objectAt(payload, 'link_event_body'), 'state') ?? findText(payload, 'link_state');
}

/** Whether the id in `fp_id` is that of a business. Source: Footprint API documentation, onboarding validate, 2025. */
export function isBusinessId(fpId: string): boolean {
  return fpId.startsWith('fp_bid_');
}

function findOwn(payload: PayloadObject, name: string): unknown {
  return Object.hasOwn(payload, name) ? payload[name] : undefined;
}

/**
 * Whether the playbook is of the other mode than `is_live` says, with what its key says; undefined where they agree or
 * one of them is missing. Never throws.
 * Source: Footprint API documentation, 2025: playbook keys begin with `pb_test_` in the sandbox, `pb_live_` in live mode.
 */
export function findMixedMode(
  payload: PayloadObject,
): { readonly isLive: boolean; readonly mode: string } | undefined {
  const isLive = payload['is_live'];
  const mode = /^pb_(test|live)_/.exec(findText(payload, 'playbook_key') ?? '')?.[1];
  if (typeof isLive !== 'boolean' || mode === undefined || isLive === (mode === 'live')) return undefined;
  return { isLive, mode };
}
