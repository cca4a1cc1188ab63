import { z } from 'zod';
import { FINDING_CODES } from '../../core/validation/rules/rules.ts';
import { openCode } from './parts.ts';

/** One event of the catalogue. */
export const event = z.object({
  type: z.literal('event'),
  event: z.string(),
  shortName: z.string(),
  summary: z.string(),
  deprecated: z.object({ inFavourOf: z.array(z.string()) }).optional(),
  fields: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      values: z.array(z.string()).optional(),
    }),
  ),
  advice: z.array(z.object({ when: z.string(), sentence: z.string() })),
  calls: z
    .array(z.string())
    .describe('curl lines that look the user or business up; FP_ID stands for the id'),
  example: z.string().optional(),
});

/** The JSON Schema of one event. */
export const schema = z.object({
  type: z.literal('schema'),
  event: z.string(),
  schema: z.record(z.string(), z.unknown()).describe('JSON Schema, 2020-12'),
});

const ruleLevel = z.enum(['error', 'warning', 'off']);

/** A rule of `validate`: what it finds, and how much that weighs. */
export const rule = z.object({
  type: z.literal('rule'),
  code: openCode(FINDING_CODES),
  level: ruleLevel.describe('as it is set'),
  usualLevel: ruleLevel.describe('where nothing is set'),
  summary: z.string(),
  link: z.string().describe('the page that explains it, from the root of the package'),
  explanation: z
    .object({
      meaning: z.string().describe('when it is found'),
      why: z.string().describe('why it matters'),
      mend: z.string().describe('what to do'),
      flags: z.array(z.string()).describe('with which the examples are checked'),
      wrong: z.string(),
      right: z.string(),
    })
    .optional()
    .describe('with --explain'),
});

/** A payload that comes with the tool. */
export const fixture = z.object({
  type: z.literal('fixture'),
  name: z.string(),
  event: z.string().nullable(),
  documented: z
    .boolean()
    .describe("whether Footprint's documentation has it; the others are made in its likeness"),
  isLive: z.boolean().optional(),
  facts: z.array(z.string()),
});

/** A scenario that comes with the tool. */
export const scenario = z.object({
  type: z.literal('scenario'),
  name: z.string().describe('what replay --scenario calls it'),
  title: z.string(),
  description: z.string(),
  steps: z.int().min(1),
  file: z.string().describe('where it is, to be copied and changed'),
});

/** A payload was written to a file. */
export const written = z.object({
  type: z.literal('written'),
  file: z.string(),
  event: z.string().nullable(),
  bytes: z.int().nonnegative(),
});
