import { z } from 'zod';
import { MOST_COPIES, MOST_NAME, MOST_STEPS } from './explain-issue.ts';
import { ID_WORDS } from './scenario.ts';

const text = z.string().min(1);
const status = z.union([z.string().regex(/^[2-5](?:xx|XX|\d\d)$/), z.int().min(200).max(599)]);
const values = z.record(z.string(), z.unknown());

/** Exactly one of these says what a step sends. */
const ONE_ORIGIN = {
  oneOf: [
    { required: ['event'] },
    { required: ['file'] },
    { required: ['payload'] },
    { required: ['repeat'] },
  ],
};

const step = z
  .strictObject({
    name: text.max(MOST_NAME).optional().describe('What it is called in the output and by other steps.'),
    event: text.optional().describe('An event such as onboarding.completed, or the name of a fixture.'),
    file: text.optional().describe('A JSON file with the payload, relative to this file.'),
    payload: values.optional().describe(`The payload itself. \${timestamp} is the time of the step.`),
    repeat: text
      .optional()
      .describe('The name of an earlier step: its message comes again, with the same id and payload.'),
    merge: values.optional().describe('Changes the payload first, as a JSON Merge Patch (RFC 7396).'),
    set: values
      .optional()
      .describe('Then sets values by their places, such as status, fields[0] or link_event_body.state.'),
    unset: z.array(text).optional().describe('Then removes the values at these places.'),
    delay: z
      .string()
      .regex(/^\d{1,9}(?:\.\d{1,3})?\s*(?:ms|s|m|min|h)$/)
      .optional()
      .describe('How long to wait before it is sent: 500ms, 2s, 1m.'),
    expect: z
      .union([status, z.array(status).min(1)])
      .optional()
      .describe('The status that the app has to answer: 2xx (usual), 400, or a list of such.'),
    duplicate: z
      .int()
      .min(1)
      .max(MOST_COPIES)
      .optional()
      .describe('Send it so many times more at once, with the same id.'),
    send_after: text
      .optional()
      .describe('The name of a later step: this one happens here, and arrives only after that one.'),
    allow_invalid: z.boolean().optional().describe('Send it although it is not as Footprint sends it.'),
  })
  .meta(ONE_ORIGIN);

/**
 * The form of a scenario's file. This holds zod, so it is loaded only when there is a scenario; `scripts/schemas.ts`
 * publishes it under `schemas/`.
 */
export const scenarioSchema = z.strictObject({
  $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors.'),
  name: text.max(MOST_NAME).describe('What the scenario is called.'),
  description: z.string().optional().describe('What it plays, and what your app should make of it.'),
  variables: z
    .record(z.string().regex(/^[A-Za-z]\w*$/), text)
    .optional()
    .meta({
      description: `What \${name} stands for in every step: a text, or an id that is made for each run. One with the name of a field, such as fp_id, stands in that field of every event and file that has it.`,
      examples: [{ fp_id: 'new person id' }],
      additionalProperties: { anyOf: [{ enum: [...ID_WORDS] }, { type: 'string', minLength: 1 }] },
    }),
  steps: z.array(step).min(1).max(MOST_STEPS).describe('What happens, in this order.'),
});

/** A scenario's file as data. */
export type ScenarioData = z.infer<typeof scenarioSchema>;

/** The published JSON Schema (2020-12) of a scenario. Never throws. */
export function scenarioJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(scenarioSchema, { target: 'draft-2020-12' });
  return {
    $schema,
    $id: 'urn:fp-webhooks:schema:scenario:v1',
    title: 'fp-webhooks scenario, version 1',
    description: 'A file for fp-webhooks replay --scenario, in YAML 1.2 or JSON.',
    ...schema,
  };
}
