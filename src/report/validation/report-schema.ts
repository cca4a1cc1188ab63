import { z } from 'zod';
import { FINDING_CODES } from '../../core/validation/rules/rules.ts';
import { FAILURES, VERDICTS } from '../../core/validation/run/outcome.ts';
import { openCode, place } from '../records/parts.ts';
import { eventCoverage } from '../records/validation.ts';
import { shardSchema } from './shard-schema.ts';

const count = z.int().nonnegative();
const filePlace = z.object({ file: z.string(), line: z.int().min(1), column: z.int().min(1) });

const text = {
  code: openCode(FINDING_CODES),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  path: place,
  event: z.string().nullable(),
  expected: z.string().exactOptional(),
  actual: z.string().exactOptional(),
  docs: z.string().describe('where the rule is explained'),
};

const level = z.enum(['error', 'warning', 'off']);

/** What is not in the catalogue: news of Footprint, or a mistake. */
export const driftItem = z.object({
  kind: z.enum(['event', 'field', 'value']),
  event: z.string(),
  place: z.string().describe('with indexes as []; empty for an event'),
  count: z.int().min(1),
  examples: z.array(z.string()).describe('up to five different ones, masked; empty for fields'),
  first: filePlace,
});

/** The tool that wrote a document. */
export const tool = z.object({ name: z.literal('fp-webhooks'), version: z.string() });

/** The document of `--report json`. This holds zod: reports are written without it. */
export const reportSchema = z.object({
  version: z.literal(1),
  tool,
  outcome: z.enum(VERDICTS),
  failedBy: z.enum(FAILURES).exactOptional(),
  rules: z.record(z.enum(FINDING_CODES), level).describe('the level of every rule'),
  files: z.array(z.string()).describe('the inputs that were checked, in their order'),
  totals: z.object({
    files: count,
    payloads: count,
    errors: count,
    warnings: count,
    accepted: count.describe('by the baseline; in no other count'),
    omitted: count.describe('findings that are not listed under findings, of which there are at most 10,000'),
    hidden: count.describe('findings that are in no group, of which there are at most 10,000'),
  }),
  findings: z
    .array(z.object({ ...filePlace.shape, ...text, fingerprint: z.string() }))
    .describe('one by one, in the order of the input'),
  groups: z
    .array(
      z.object({ ...text, count: z.int().min(1), places: z.array(filePlace).describe('the first three') }),
    )
    .describe('the same, each text once'),
  coverage: z.array(eventCoverage).describe('every event of the catalogue, in its order'),
  drift: z.array(driftItem),
  shard: shardSchema.exactOptional(),
});

/** The document of `--report json`. */
export type ValidationReport = z.infer<typeof reportSchema>;

/** The published JSON Schema (2020-12) of the document of `--report json`. Never throws. */
export function validationReportJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(reportSchema, { target: 'draft-2020-12' });
  return {
    $schema,
    $id: 'urn:fp-webhooks:schema:validation-report:v1',
    title: 'fp-webhooks validation report, version 1',
    description: 'What fp-webhooks validate --report json writes.',
    ...schema,
  };
}
