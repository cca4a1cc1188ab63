import type { FieldDefinition } from '../../events/definition.ts';
import type { PayloadObject } from '../../events/payload.ts';
import { completeWishes, isCalledFor } from './couplings.ts';
import type { Dice } from './draw.ts';
import type { Form } from './form.ts';
import { makeOrdinary } from './ordinary.ts';
import type { Scene, Wish, Wishes } from './wish.ts';

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
