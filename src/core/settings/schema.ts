import { z } from 'zod';
import { SETTINGS, type SettingDefinition } from './catalogue.ts';

/** The name of an environment variable. */
const variable = z
  .string()
  .regex(/^[A-Za-z_]\w*$/)
  .describe('The name of an environment variable, never a secret itself.');

const secrets = {
  secret: z
    .union([variable, z.array(variable)])
    .optional()
    .describe('Environment variables with the secrets to verify and sign with.'),
  secrets: z
    .record(z.string(), variable)
    .optional()
    .describe(
      'Other secrets by a name of your own: they verify nothing, and are named when one of them fits.',
    ),
};

const level = {
  ...Object.fromEntries(
    SETTINGS.map((setting) => [setting.key, toValueSchema(setting).optional().meta(toMeta(setting))]),
  ),
  ...secrets,
};

/**
 * The configuration file. This holds zod, so it is loaded only when there is a file; `scripts/schemas.ts` publishes it
 * under `schemas/`.
 */
export const configSchema = z.strictObject({
  $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors.'),
  ...level,
  profiles: z
    .record(z.string().min(1), z.strictObject(level))
    .optional()
    .describe('Settings by the name of a profile; --profile NAME lays them over those above.'),
});

function toValueSchema({ kind, choices, range }: SettingDefinition): z.ZodType {
  const text = z.string().min(1);
  switch (kind) {
    case 'number':
      return z
        .int()
        .min(range?.[0] ?? 0)
        .max(range?.[1] ?? Number.MAX_SAFE_INTEGER);
    case 'text':
      return choices === undefined ? text : z.enum(choices);
    case 'size':
      return z.union([text, z.int().positive()]);
    case 'list':
      return z.union([text, z.array(text)]);
    case 'switch':
      return z.boolean();
  }
}

/** What editors show. */
function toMeta({ summary, fallback }: SettingDefinition) {
  return fallback === null ? { description: summary } : { description: summary, default: fallback };
}

/** The published JSON Schema (2020-12) of the configuration file. Never throws. */
export function configJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { target: 'draft-2020-12' });
  return {
    $schema,
    $id: 'urn:fp-webhooks:schema:config:v1',
    title: 'fp-webhooks configuration, version 1',
    description:
      'fp-webhooks.config.json or fp-webhooks.config.jsonc, in the folder where fp-webhooks is run.',
    ...schema,
  };
}
