import { z } from 'zod';
import { driftItem, tool } from './report-schema.ts';

const driftSchema = z.object({
  version: z.literal(1),
  tool,
  files: z.int().nonnegative(),
  payloads: z.int().nonnegative(),
  drift: z.array(driftItem),
});

/** The document of `--report drift`. */
export type DriftReport = z.infer<typeof driftSchema>;

/** The published JSON Schema (2020-12) of the document of `--report drift`. Never throws. */
export function driftJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(driftSchema, { target: 'draft-2020-12' });
  return {
    $schema,
    $id: 'urn:fp-webhooks:schema:drift:v1',
    title: 'fp-webhooks drift, version 1',
    description:
      'What fp-webhooks validate --report drift writes: events, fields and values that are not in the catalogue.',
    ...schema,
  };
}
