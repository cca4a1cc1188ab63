import {
  type EventDefinition,
  type FieldDefinition,
  fieldsIn,
  type Revision,
} from '../../events/definition.ts';
import type { PayloadObject } from '../../events/payload.ts';
import type { Dice } from './draw.ts';

/** One set of fields that a payload of an event can have. */
export interface Form {
  readonly definition: EventDefinition;
  readonly revision: Revision;
  readonly fields: readonly FieldDefinition[];
  /** Name of the form where the event has two: ` (shape A)`; empty where it has one. */
  readonly suffix: string;
}

/** A field and where it stands: `link_event_body.state` has the path `['link_event_body', 'state']`. */
export interface Place {
  readonly key: string;
  readonly path: readonly string[];
  readonly field: FieldDefinition;
}

/**
 * The forms of an event: two where a revision drops a field of the other, as with the bank link. Else the newer revision
 * covers both, because it only adds optional fields. Never throws.
 */
export function formsOf(definition: EventDefinition): readonly Form[] {
  const newer = { definition, revision: 'external-id', fields: fieldsIn(definition, 'external-id') } as const;
  if (definition.fields.every(({ only }) => only !== '2025-05')) return [{ ...newer, suffix: '' }];
  const older = { definition, revision: '2025-05', fields: fieldsIn(definition, '2025-05') } as const;
  return [
    { ...older, suffix: ' (shape A)' },
    { ...newer, suffix: ' (shape B)' },
  ];
}

/** Every field with its place, those of objects behind the object. Never throws. */
export function placesOf(
  fields: readonly FieldDefinition[],
  above: readonly string[] = [],
): readonly Place[] {
  return fields.flatMap((field) => {
    const path = [...above, field.name];
    return [{ key: path.join('.'), path, field }, ...placesOf(field.fields ?? [], path)];
  });
}

/** Context in which a value is made. */
export interface FieldContext {
  readonly form: Form;
  readonly dice: Dice;
  /** The number of the payload, from 0: later ones have later times. */
  readonly index: number;
  /** The fields before this one. */
  readonly before: PayloadObject;
}

/** Constraint on a field. `present`: a usual value, not null. */
export type Constraint =
  | { readonly kind: 'absent' | 'null' | 'present' }
  | { readonly kind: 'value'; readonly make: (context: FieldContext) => unknown };

/** Constraints by the place of the field, such as `link_event_body.state`. A field without a constraint is drawn. */
export type Constraints = ReadonlyMap<string, Constraint>;

/** A constraint to exactly this value. Never throws. */
export function exactly(value: unknown): Constraint {
  return { kind: 'value', make: () => value };
}

/** Constraints that make every field present and none null. Never throws. */
export function constrainAll(fields: readonly FieldDefinition[]): Constraints {
  return new Map(fields.filter(isOmissible).map(({ name }) => [name, { kind: 'present' }]));
}

/** Constraints that omit every optional field and make every other nullable field null. Never throws. */
export function constrainLeast(fields: readonly FieldDefinition[]): Constraints {
  return new Map(
    fields.filter(isOmissible).map(({ name, optional }) => [name, { kind: optional ? 'absent' : 'null' }]),
  );
}

function isOmissible({ optional, nullable }: FieldDefinition): boolean {
  return optional === true || nullable === true;
}
