import { z } from 'zod';
import { type EventDefinition, type FieldDefinition, fieldsIn, type Revision } from './definition.ts';

/**
 * The schema of one event in one revision. Objects are loose and lists of values open: only a missing required
 * field or a wrong type fails. It is what is published; a payload is checked by `structure.ts`, which a test holds
 * to this, because loading zod takes longer than checking a file. Never throws.
 */
export function schemaOf(definition: EventDefinition, revision: Revision): z.ZodType {
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
