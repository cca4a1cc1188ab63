import type { FieldDefinition } from '../../events/definition.ts';
import type { PayloadObject } from '../../events/payload.ts';
import type { Dice } from './draw.ts';
import type { Form } from './form.ts';

/** What is known while a value is made. */
export interface Scene {
  readonly form: Form;
  readonly dice: Dice;
  /** The number of the payload, from 0: later ones have later times. */
  readonly index: number;
  /** The fields before this one. */
  readonly before: PayloadObject;
}

/** What a field is to be. `present`: anything usual but null. */
export type Wish =
  | { readonly kind: 'absent' | 'null' | 'present' }
  | { readonly kind: 'value'; readonly make: (scene: Scene) => unknown };

/** Wishes by the place of the field, such as `link_event_body.state`. What is not wished is drawn. */
export type Wishes = ReadonlyMap<string, Wish>;

/** The wish for exactly this value. Never throws. */
export function exactly(value: unknown): Wish {
  return { kind: 'value', make: () => value };
}

/** Wishes under which every field is there, and none is null. Never throws. */
export function wishAll(fields: readonly FieldDefinition[]): Wishes {
  return new Map(fields.filter(isOmissible).map(({ name }) => [name, { kind: 'present' }]));
}

/** Wishes under which nothing is there that can be left out, and all is null that can be. Never throws. */
export function wishLeast(fields: readonly FieldDefinition[]): Wishes {
  return new Map(
    fields.filter(isOmissible).map(({ name, optional }) => [name, { kind: optional ? 'absent' : 'null' }]),
  );
}

function isOmissible({ optional, nullable }: FieldDefinition): boolean {
  return optional === true || nullable === true;
}
