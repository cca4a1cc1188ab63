import { z } from 'zod';

/** The file of a baseline. This holds zod, so it is loaded only where there is one; it is published under `schemas/`. */
export const baselineSchema = z.object({
  version: z.literal(1),
  findings: z
    .array(
      z.object({
        fingerprint: z
          .string()
          .regex(/^[0-9a-f]{32}$/)
          .describe('made from code, file, event, path and message: it stays the same when lines move'),
        code: z.string().describe('the rule, for example unknown_field'),
        file: z.string().describe('from the folder of the baseline, with / on every system'),
        message: z.string(),
        count: z.int().min(1).describe('how many findings of this fingerprint are accepted'),
      }),
    )
    .describe('sorted by file, code, message and fingerprint'),
});

/** The published JSON Schema (2020-12) of a baseline. Never throws. */
export function baselineJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(baselineSchema, { target: 'draft-2020-12', io: 'input' });
  return {
    $schema,
    $id: 'urn:fp-webhooks:schema:baseline:v1',
    title: 'fp-webhooks baseline, version 1',
    description: 'Findings that validate --baseline accepts. Written by --update-baseline.',
    ...schema,
  };
}
