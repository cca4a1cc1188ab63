import { z } from 'zod';
import type { EventDefinition } from './definition.ts';
import { schemaOf } from './schema.ts';

/**
 * The JSON Schema (2020-12) of an event, for both revisions at once: unknown fields and values are allowed,
 * known values are given as `examples`. A plain JSON object. Never throws.
 */
export function eventJsonSchema(definition: EventDefinition): Readonly<Record<string, unknown>> {
  const { $schema, ...rules } = z.toJSONSchema(bothRevisions(definition), { target: 'draft-2020-12' });
  return {
    $schema,
    $id: `urn:fp-webhooks:schema:event:${definition.name}`,
    title: definition.kind,
    description: definition.summary,
    ...(definition.deprecated && { deprecated: true }),
    ...rules,
  };
}

/** The newer revision mostly adds optional fields and so covers the older one; only where it drops a field are there two. */
function bothRevisions(definition: EventDefinition): z.ZodType {
  const newer = schemaOf(definition, 'external-id');
  const dropsField = definition.fields.some(({ only }) => only === '2025-05');
  return dropsField ? z.union([schemaOf(definition, '2025-05'), newer]) : newer;
}
