import type { FieldDefinition } from '../../events/definition.ts';
import type { PayloadObject } from '../../events/payload.ts';
import { type Dice, drawOne } from './draw.ts';
import {
  type Constraint,
  type Constraints,
  exactly,
  type FieldContext,
  type Form,
  placesOf,
} from './form.ts';
import { makeOrdinary } from './ordinary.ts';

const SHARE_OF_OMITTED = 1 / 3;

/** Payload to make: the number decides its time, the dice every field without a constraint. */
export interface Order {
  readonly form: Form;
  readonly constraints: Constraints;
  readonly dice: Dice;
  readonly index: number;
}

/** A payload that meets the constraints, all else drawn to fit; its keys are in alphabetical order, as Footprint sends them. Never throws. */
export function buildPayload({ form, constraints, dice, index }: Order): PayloadObject {
  const complete = completeConstraints(constraints, form, dice);
  return buildObject(form.fields, '', { complete, context: { form, dice, index } });
}

interface Site {
  readonly complete: Constraints;
  readonly context: Omit<FieldContext, 'before'>;
}

function buildObject(fields: readonly FieldDefinition[], above: string, site: Site): PayloadObject {
  const object: Record<string, unknown> = {};
  for (const field of fields) {
    const context = { ...site.context, before: object };
    const constraint = site.complete.get(above + field.name) ?? drawWish(field, context);
    if (constraint.kind === 'null') object[field.name] = null;
    else if (constraint.kind === 'value') object[field.name] = constraint.make(context);
    else if (constraint.kind === 'present')
      object[field.name] =
        field.type === 'object'
          ? buildObject(field.fields ?? [], `${above}${field.name}.`, site)
          : makeOrdinary(field, context);
  }
  return toSorted(object);
}

/** Source: the payloads of Footprint's webhook documentation, 2025-05 revision. */
function toSorted(object: PayloadObject): PayloadObject {
  return Object.fromEntries(
    Object.entries(object).toSorted(([one], [other]) => (one < other ? -1 : Number(one > other))),
  );
}

function drawWish({ name, optional, nullable }: FieldDefinition, { dice, before }: FieldContext): Constraint {
  const isPresent = isCalledFor(name, before);
  if (isPresent !== undefined) return { kind: isPresent ? 'present' : 'null' };
  if (optional && dice() < SHARE_OF_OMITTED) return { kind: 'absent' };
  return { kind: nullable && dice() < SHARE_OF_OMITTED ? 'null' : 'present' };
}

/** A field that is null unless another one has one of the values. The other one stands before it in the catalogue. */
interface Coupling {
  readonly field: string;
  readonly by: string;
  readonly values: readonly string[];
}

/** Values that go together in one payload: an error has a text, and only a refresh names its product. */
export const COUPLINGS: readonly Coupling[] = [
  { field: 'error', by: 'status', values: ['error'] },
  { field: 'link_error', by: 'link_state', values: ['error'] },
  { field: 'error_message', by: 'link_state', values: ['error'] },
  {
    field: 'link_product_refresh',
    by: 'link_event_kind',
    values: ['link_product_refreshed', 'link.product_refresh'],
  },
];

/** Tells whether a coupled field has a value beside these; undefined for a field that depends on no other. Never throws. */
function isCalledFor(name: string, before: PayloadObject): boolean | undefined {
  const coupling = COUPLINGS.find(({ field, by }) => field === name && Object.hasOwn(before, by));
  return coupling?.values.some((value) => value === before[coupling.by]);
}

/**
 * The constraints with those that follow from them: `link_product_refresh.product` needs the object around it,
 * and the kind of event that has one. A given constraint stays. Never throws.
 */
function completeConstraints(constraints: Constraints, form: Form, dice: Dice): Constraints {
  const complete = new Map(constraints);
  for (const key of constraints.keys()) {
    const [object = key] = key.split('.');
    if (!complete.has(object)) complete.set(object, { kind: 'present' });
  }
  for (const { field, by, values } of COUPLINGS) {
    const constraint = complete.get(field);
    const known = placesOf(form.fields).find(({ key }) => key === by)?.field.values;
    if (constraint === undefined || known === undefined || complete.has(by)) continue;
    const fitting = known.filter((value) => values.includes(value) === hasValue(constraint));
    complete.set(by, exactly(drawOne(dice, fitting)));
  }
  return complete;
}

function hasValue({ kind }: Constraint): boolean {
  return kind === 'present' || kind === 'value';
}
