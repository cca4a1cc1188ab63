import type { FieldDefinition } from '../../events/definition.ts';
import type { PayloadObject } from '../../events/payload.ts';
import { type Dice, drawOne } from './draw.ts';
import { exactly, type Form, placesOf, type Scene, type Wish, type Wishes } from './form.ts';
import { makeOrdinary } from './ordinary.ts';

const SHARE_OF_OMITTED = 1 / 3;

/** Which payload is to be made: the number decides about its time, the dice about all that is not wished. */
export interface Order {
  readonly form: Form;
  readonly wishes: Wishes;
  readonly dice: Dice;
  readonly index: number;
}

/** A payload with what is wished in it and all else drawn so that it fits; its keys are in the order of the alphabet, as Footprint sends them. Never throws. */
export function buildPayload({ form, wishes, dice, index }: Order): PayloadObject {
  const complete = completeWishes(wishes, form, dice);
  return buildObject(form.fields, '', { complete, scene: { form, dice, index } });
}

interface Site {
  readonly complete: Wishes;
  readonly scene: Omit<Scene, 'before'>;
}

function buildObject(fields: readonly FieldDefinition[], above: string, site: Site): PayloadObject {
  const object: Record<string, unknown> = {};
  for (const field of fields) {
    const scene = { ...site.scene, before: object };
    const wish = site.complete.get(above + field.name) ?? drawWish(field, scene);
    if (wish.kind === 'null') object[field.name] = null;
    else if (wish.kind === 'value') object[field.name] = wish.make(scene);
    else if (wish.kind === 'present')
      object[field.name] =
        field.type === 'object'
          ? buildObject(field.fields ?? [], `${above}${field.name}.`, site)
          : makeOrdinary(field, scene);
  }
  return toSorted(object);
}

/** Source: the payloads of Footprint's webhook documentation, 2025-05 revision. */
function toSorted(object: PayloadObject): PayloadObject {
  return Object.fromEntries(
    Object.entries(object).toSorted(([one], [other]) => (one < other ? -1 : Number(one > other))),
  );
}

function drawWish({ name, optional, nullable }: FieldDefinition, { dice, before }: Scene): Wish {
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

/** What goes together in one payload: an error has a text, and only a refresh says what was refreshed. */
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

/** Whether a coupled field has a value beside these; undefined for a field that depends on no other. Never throws. */
function isCalledFor(name: string, before: PayloadObject): boolean | undefined {
  const coupling = COUPLINGS.find(({ field, by }) => field === name && Object.hasOwn(before, by));
  return coupling?.values.some((value) => value === before[coupling.by]);
}

/**
 * The wishes with those that follow from them: who wishes `link_product_refresh.product` wishes the object around it,
 * and the kind of event that has one. What was wished expressly stays. Never throws.
 */
function completeWishes(wishes: Wishes, form: Form, dice: Dice): Wishes {
  const complete = new Map(wishes);
  for (const key of wishes.keys()) {
    const [object = key] = key.split('.');
    if (!complete.has(object)) complete.set(object, { kind: 'present' });
  }
  for (const { field, by, values } of COUPLINGS) {
    const wish = complete.get(field);
    const known = placesOf(form.fields).find(({ key }) => key === by)?.field.values;
    if (wish === undefined || known === undefined || complete.has(by)) continue;
    const fitting = known.filter((value) => values.includes(value) === hasValue(wish));
    complete.set(by, exactly(drawOne(dice, fitting)));
  }
  return complete;
}

function hasValue({ kind }: Wish): boolean {
  return kind === 'present' || kind === 'value';
}
