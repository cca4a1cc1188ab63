import { z } from 'zod';
import { FINDING_CODES } from '../../core/validation/rules/rules.ts';
import { FAILURES } from '../../core/validation/run/outcome.ts';
import { openCode, place } from './parts.ts';

const filePlace = z.object({ file: z.string(), line: z.int().min(1), column: z.int().min(1) });

const SINGLY = 'with --json each finding is a record of its own';

/** One thing that `validate` says. */
export const finding = z.object({
  type: z.literal('finding'),
  severity: z.enum(['error', 'warning']),
  code: openCode(FINDING_CODES),
  message: z.string(),
  file: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
  path: place,
  event: z.string().nullable(),
  expected: z.string().optional(),
  actual: z.string().optional(),
  fingerprint: z
    .string()
    .optional()
    .describe('32 hexadecimal digits that stay the same when lines move; baselines know findings by them'),
  count: z.int().min(2).optional().describe(`how often the same was found; ${SINGLY}`),
  places: z.array(filePlace).optional().describe(`the first three places of the same finding; ${SINGLY}`),
  docs: z.string().optional().describe('where the rule is explained'),
});

const valueCoverage = z.object({ value: z.string(), count: z.int().nonnegative() });

/** How often each event came, and each documented value of its fields. */
export const eventCoverage = z.object({
  event: z.string(),
  count: z.int().nonnegative(),
  required: z.boolean().describe('whether --require names it'),
  fields: z.array(z.object({ place: z.string(), values: z.array(valueCoverage) })),
});

/** With `validate --coverage` and `--require`: what of the catalogue the inputs hold. */
export const coverage = z.object({
  type: z.literal('coverage'),
  events: z.array(eventCoverage).describe('every event of the catalogue, in its order'),
});

/** How `validate` went. */
export const validateSummary = z.object({
  type: z.literal('summary'),
  command: z.literal('validate'),
  files: z.int(),
  payloads: z.int(),
  errors: z.int(),
  warnings: z.int(),
  accepted: z
    .int()
    .optional()
    .describe('with --baseline: findings that it accepts, in no other count; absent when there are none'),
  hidden: z
    .int()
    .optional()
    .describe(
      'findings that are not listed, because there are too many: more than 10,000, in text 10,000 different ones',
    ),
  failedBy: z
    .enum(FAILURES)
    .optional()
    .describe(
      'why the exit status is 1: errors, warnings with --strict, or more of them than --max-warnings',
    ),
  coverage: z
    .object({ events: z.int(), values: z.int() })
    .optional()
    .describe('with --coverage and --require: how many events, and documented values, came'),
  maxWarnings: z.int().optional().describe('with --max-warnings: how many were allowed'),
});
