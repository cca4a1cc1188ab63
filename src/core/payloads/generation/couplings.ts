import type { PayloadObject } from '../../events/payload.ts';
import { type Dice, drawOne } from './draw.ts';
import { type Form, placesOf } from './form.ts';
import { exactly, type Wish, type Wishes } from './wish.ts';

/** A field that is null unless another one has one of the values. The other one stands before it in the catalogue. */
export interface Coupling {
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
export function isCalledFor(name: string, before: PayloadObject): boolean | undefined {
  const coupling = COUPLINGS.find(({ field, by }) => field === name && Object.hasOwn(before, by));
  return coupling?.values.some((value) => value === before[coupling.by]);
}

/**
 * The wishes with those that follow from them: who wishes `link_product_refresh.product` wishes the object around it,
 * and the kind of event that has one. What was wished expressly stays. Never throws.
 */
export function completeWishes(wishes: Wishes, form: Form, dice: Dice): Wishes {
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
