import { z } from 'zod';
import { EVENTS } from './catalogue.ts';
import { type EventDefinition, type FieldDefinition, fieldsIn, type Revision } from './definition.ts';

/**
 * The schema of one event in one revision. Objects are loose and lists of values open: only a missing required
 * field or a wrong type fails. Built once, because zod compiles a schema at its first use. Never throws.
 */
export function schemaOf(definition: EventDefinition, revision: Revision): z.ZodType {
  return SCHEMAS.get(definition.kind)?.[revision] ?? buildSchema(definition, revision);
}

const SCHEMAS: ReadonlyMap<string, Readonly<Record<Revision, z.ZodType>>> = new Map(
  EVENTS.map((event) => [
    event.kind,
    { '2025-05': buildSchema(event, '2025-05'), 'external-id': buildSchema(event, 'external-id') },
  ]),
);

function buildSchema(definition: EventDefinition, revision: Revision): z.ZodType {
  const { event_kind: _, ...shape } = toShape(fieldsIn(definition, revision));
  const kind = z.literal(definition.kind).meta({ description: definition.summary });
  return z.looseObject({ event_kind: kind, ...shape });
}

function toShape(fields: readonly FieldDefinition[]): Record<string, z.ZodType> {
  return Object.fromEntries(fields.map((field) => [field.name, toSchema(field)]));
}

function toSchema(field: FieldDefinition): z.ZodType {
  const bare = toBareSchema(field);
  const described = (field.nullable ? bare.nullable() : bare).meta({
    description: field.summary,
    ...(field.values && { examples: [...field.values] }),
  });
  return field.optional ? described.optional() : described;
}

function toBareSchema({ type, fields = [] }: FieldDefinition): z.ZodType {
  switch (type) {
    case 'string':
      return z.string();
    case 'boolean':
      return z.boolean();
    case 'string[]':
      return z.array(z.string());
    case 'object':
      return z.looseObject(toShape(fields));
  }
}
