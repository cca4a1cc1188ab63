import { findEventOfKind } from './catalogue.ts';
import { type EventDefinition, findRevision, type Revision } from './definition.ts';
import { findEnvelopeFault, findWrapper, notAnObject, unknownEvent } from './envelope.ts';
import { MOST_FINDINGS, type PayloadFinding } from './finding.ts';
import { formOf, isPlain } from './form.ts';
import { findFieldOddities, findOddities } from './oddities.ts';
import { findText, isPayloadObject, objectAt, type PayloadObject } from './payload.ts';
import { type ChosenShape, chooseShape, explainLacking, explainNoShape, shapesOf } from './shape.ts';
import { findFaults } from './structure.ts';
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

/** What there is to say about the fields of a payload, errors and warnings apart, and which revision they follow. */
interface FieldInspection {
  readonly revision: Revision;
  readonly faults: readonly PayloadFinding[];
  readonly oddities: readonly PayloadFinding[];
}

/** Holds the fields of a payload against those of its event. */
function inspectFields(definition: EventDefinition, payload: PayloadObject, show?: Show): FieldInspection {
  const revision = findRevision(definition, payload);
  const form = formOf(definition, revision);
  if (isPlain(payload, form)) return { revision, faults: [], oddities: [] };
  const chosen = chooseShape(definition, payload);
  if (chosen !== undefined)
    return chosen.follows
      ? inspectShape(definition, payload, { chosen, show })
      : inspectRest(definition, payload, { chosen, show });
  return {
    revision,
    faults: findFaults(payload, form.fields),
    oddities: findFieldOddities(payload, form.fields, { form: toFormWords(definition), show }),
  };
}

/** Completes "is not documented for …". */
function toFormWords({ name }: EventDefinition): string {
  return `this form of ${name}`;
}

interface Choice {
  readonly chosen: ChosenShape;
  readonly show: Show | undefined;
}

/** So many fields that lack are one finding. */
const MANY = 3;

/** Each finding that rests on the choice of the shape says which one it was. */
function inspectShape(
  definition: EventDefinition,
  payload: PayloadObject,
  { chosen, show }: Choice,
): FieldInspection {
  const { name, revision, own } = chosen.shape;
  const { fields } = formOf(definition, revision);
  const isOwn = ({ path }: PayloadFinding) => own.some((field) => field.name === path[0]);
  const all = findFaults(payload, fields);
  const isLacking = (fault: PayloadFinding) => isOwn(fault) && fault.code === 'field_missing';
  const missing = all.filter(isLacking);
  const isMany = missing.length >= MANY;
  const faults = (isMany ? all.filter((fault) => !isLacking(fault)) : all).map((fault) =>
    isOwn(fault) ? { ...fault, message: `${fault.message} The payload was read as ${name}.` } : fault,
  );
  if (isMany) faults.unshift(explainLacking(definition, chosen, missing));
  const form = `${name} of ${definition.name}`;
  return { revision, faults, oddities: findFieldOddities(payload, fields, { form, show }) };
}

/** One finding stands for all fields in which the shapes differ; the others are looked at as ever. */
function inspectRest(
  definition: EventDefinition,
  payload: PayloadObject,
  { chosen, show }: Choice,
): FieldInspection {
  const owns = new Set(shapesOf(definition).flatMap(({ own }) => own.map(({ name }) => name)));
  const { revision } = chosen.shape;
  const fields = formOf(definition, revision).fields.filter(({ name }) => !owns.has(name));
  const rest = Object.fromEntries(Object.entries(payload).filter(([name]) => !owns.has(name)));
  return {
    revision,
    faults: [explainNoShape(definition, chosen), ...findFaults(rest, fields)],
    oddities: findFieldOddities(rest, fields, { form: toFormWords(definition), show }),
  };
}
