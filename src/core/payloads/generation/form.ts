import {
  type EventDefinition,
  type FieldDefinition,
  fieldsIn,
  type Revision,
} from '../../events/definition.ts';

/** One set of fields that a payload of an event can have. */
export interface Form {
  readonly definition: EventDefinition;
  readonly revision: Revision;
  readonly fields: readonly FieldDefinition[];
  /** What the form is called where the event has two: ` (shape A)`; empty where it has one. */
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
