import { z } from 'zod';
import { verdictSchema } from '../../core/capture/schema.ts';
import { FAULTS } from '../../core/diagnosis/catalogue.ts';
import { explanation, openCode, referee } from './parts.ts';

/** One fault that explains a failure, or may. */
const suspicion = z.object({
  code: openCode(Object.keys(FAULTS)),
  certainty: z.enum(['proved', 'likely']),
  evidence: z.string(),
  fix: z.string(),
  reference: z.string().describe('where the reference page explains it'),
  keyName: z.string().optional().describe('the configured name of the secret that fits'),
  with: z.string().optional().describe('another fault that had to be undone as well'),
  framework: z.string().optional(),
});

/** Why a delivery was not accepted. */
export const diagnosis = z.object({
  conclusion: z.enum(['explained', 'likely', 'unexplained']),
  suspicions: z.array(suspicion).describe('the best first'),
  ruledOut: z.array(z.object({ code: z.string(), what: z.string() })),
  hashes: z.int().nonnegative().describe('how many signatures were made to find out'),
  stoppedBy: z.enum(['found', 'exhausted', 'hash_budget', 'time_budget']),
});

/** What several deliveries show together of the clocks. */
export const clockSkew = z
  .object({ offsetSeconds: z.number().describe('how far the sender is behind this machine'), suspicion })
  .meta({ description: 'present when several deliveries show that a clock is wrong' });

/** Result of `verify --computed`: what the code of a receiver computed instead of the right signature. */
export const computed = z.object({
  type: z.literal('computed'),
  source: z.string().describe('the file, or the id in the history'),
  svixId: z.string().nullable(),
  event: z.string().nullable(),
  result: z
    .enum(['right', 'received', 'other'])
    .describe(
      'right: a given secret gives it; received: it is that of the header, and no given secret gives it; other: neither',
    ),
  message: z.string(),
  hint: z.string().optional(),
  diagnosis: diagnosis.optional().describe('the mistakes that give this signature'),
});

/** What `verify` says of one delivery. */
export const judged = z.object({
  type: z.literal('judged'),
  source: z.string().describe('the file, with the line where it holds several'),
  notes: z
    .array(z.string())
    .optional()
    .describe('how the text was read where that is not obvious: what was corrected, joined or left out'),
  svixId: z.string().nullable(),
  event: z.string().nullable(),
  verdict: verdictSchema,
  explanation: explanation.optional(),
  referee: referee.optional(),
  diagnosis: diagnosis.optional().describe('why it is not valid, or why it nearly is not'),
  shared: z.array(z.string()).optional().describe('faults that every failure so far has, from the second on'),
  clockSkew: clockSkew.optional(),
  hint: z.string().optional(),
  expected: z
    .string()
    .optional()
    .describe('the signature that would have been right; only with --show-expected'),
});
