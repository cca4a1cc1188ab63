import type { EventDefinition } from '../events/definition.ts';
import { type Form, formsOf, placesOf } from './form.ts';
import { variationsOf } from './variations.ts';
import { type Wishes, wishAll, wishLeast } from './wish.ts';

/** A valid payload that is worth sending, and what it is called, such as `status pass`. */
export interface Case {
  readonly name: string;
  readonly form: Form;
  readonly wishes: Wishes;
}

/**
 * The cases of an event: all there is, the least there can be, and each field in each way it can be. They follow from the
 * catalogue: a new value in it is a new case. Names are unique within the event. Never throws.
 */
export function casesOf(definition: EventDefinition): readonly Case[] {
  return formsOf(definition).flatMap((form) => [
    { name: `everything present${form.suffix}`, form, wishes: wishAll(form.fields) },
    { name: `the least there can be${form.suffix}`, form, wishes: wishLeast(form.fields) },
    ...placesOf(form.fields).flatMap((place) =>
      variationsOf(place, form).map(({ name, wish }) => ({
        name,
        form,
        wishes: new Map([[place.key, wish]]),
      })),
    ),
  ]);
}
