import { findEventOfKind } from './catalogue.ts';
import type { EventDefinition, Revision } from './definition.ts';
import { findEnvelopeFault, findWrapper, notAnObject, unknownEvent } from './envelope.ts';
import { MOST_FINDINGS, type PayloadFinding } from './finding.ts';
import { inspectFields } from './inspect-fields.ts';
import { findOddities } from './oddities.ts';
import { findText, isPayloadObject, objectAt, type PayloadObject } from './payload.ts';
import type { Show } from './wording.ts';

/** What one payload is, and what there is to say about it. */
export interface Inspection {
  /** Absent for an event that is not in the catalogue. */
  readonly definition?: EventDefinition;
  /** The `event_kind` as it came; absent when it was missing or not text. */
  readonly eventKind?: string;
  readonly revision?: Revision;
  /** Errors first, at most 100. */
  readonly findings: readonly PayloadFinding[];
}

/**
 * Inspects a parsed payload. Errors are wrong types and missing fields; whatever else is unusual is a warning,
 * because Footprint may add events, fields and values at any time. Never throws.
 * @param show What is done to values and keys in messages; as a rule they are masked.
 */
export function inspectPayload(value: unknown, show?: Show): Inspection {
  if (!isPayloadObject(value)) return { findings: [notAnObject(value)] };
  const fault = findEnvelopeFault(value);
  if (fault !== undefined)
    return { findings: [fault, ...findInWrapper(value, fault, show)].slice(0, MOST_FINDINGS) };
  const eventKind = String(value['event_kind']);
  const definition = findEventOfKind(eventKind);
  if (definition === undefined)
    return { eventKind, findings: [unknownEvent(eventKind, show), ...findOddities(value, show)] };
  const { revision, faults, oddities } = inspectFields(definition, value, show);
  const findings = [...faults, ...findDeprecation(definition), ...oddities, ...findOddities(value, show)];
  return { definition, eventKind, revision, findings: findings.slice(0, MOST_FINDINGS) };
}

/** What there is to say about a wrapped event besides. Its place is that in the wrapper. */
function findInWrapper(
  payload: PayloadObject,
  { code }: PayloadFinding,
  show: Show | undefined,
): readonly PayloadFinding[] {
  const wrapper = code === 'wrapped_payload' ? findWrapper(payload) : undefined;
  if (wrapper === undefined) return [];
  const inner = objectAt(payload, wrapper);
  // Without a name of its own it is nothing that could be looked at, or a wrapper again.
  if (findText(inner, 'event_kind') === undefined) return [];
  return inspectPayload(inner, show).findings.map((finding) => ({
    ...finding,
    path: [wrapper, ...finding.path],
  }));
}

function findDeprecation({ name, deprecated }: EventDefinition): readonly PayloadFinding[] {
  if (deprecated === undefined) return [];
  const message = `${name} is deprecated: use ${deprecated.inFavourOf.join(' and ')} instead.`;
  return [{ code: 'deprecated_event', severity: 'warning', path: ['event_kind'], message }];
}
