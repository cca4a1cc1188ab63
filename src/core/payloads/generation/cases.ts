import type { EventDefinition } from '../../events/definition.ts';
import { type Form, formsOf, placesOf } from './form.ts';
import { layBody, padBody } from './layouts.ts';
import { variationsOf } from './variations.ts';
import { type Wishes, wishAll, wishLeast } from './wish.ts';

/** A valid payload that is worth sending, and what it is called, such as `status pass`. */
export interface Case {
  readonly name: string;
  readonly form: Form;
  readonly wishes: Wishes;
  /** Changes the body without changing the payload. */
  readonly rewrite?: (body: Uint8Array) => Uint8Array;
}

const LAYOUTS: readonly Pick<Required<Case>, 'name' | 'rewrite'>[] = [
  { name: 'spaces and a line feed at the end', rewrite: (body) => layBody(body, 'spaced') },
  { name: 'characters as escapes', rewrite: (body) => layBody(body, 'escaped') },
  { name: 'a body of 120 kB', rewrite: (body) => padBody(body, 120_000) },
  { name: 'a body of 1 MiB', rewrite: (body) => padBody(body, 1_048_576) },
];

/**
 * The cases of an event: all there is, the least there can be, each field in each way it can be, and layouts and sizes. They follow from the
 * catalogue: a new value in it is a new case. Names are unique within the event. Never throws.
 */
export function casesOf(definition: EventDefinition): readonly Case[] {
  const cases = formsOf(definition).flatMap((form): Case[] => [
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
  // These are the same for each form.
  const [form] = formsOf(definition).slice(-1);
  if (form === undefined) return cases;
  return [...cases, ...LAYOUTS.map((layout) => ({ ...layout, form, wishes: wishAll(form.fields) }))];
}
