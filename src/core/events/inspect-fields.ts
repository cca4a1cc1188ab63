import { type EventDefinition, findRevision, type Revision } from './definition.ts';
import type { PayloadFinding } from './finding.ts';
import { formOf, isPlain } from './form.ts';
import { findFieldOddities } from './oddities.ts';
import type { PayloadObject } from './payload.ts';
import { type ChosenShape, chooseShape, explainLacking, explainNoShape, shapesOf } from './shape.ts';
import { findFaults } from './structure.ts';
import type { Show } from './wording.ts';

/** What there is to say about the fields of a payload, errors and warnings apart, and which revision they follow. */
export interface FieldInspection {
  readonly revision: Revision;
  readonly faults: readonly PayloadFinding[];
  readonly oddities: readonly PayloadFinding[];
}

/** Holds the fields of a payload against those of its event. Never throws. */
export function inspectFields(
  definition: EventDefinition,
  payload: PayloadObject,
  show?: Show,
): FieldInspection {
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
