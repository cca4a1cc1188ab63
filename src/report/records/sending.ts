import { z } from 'zod';
import { failure, httpStatus, milliseconds } from './parts.ts';

/** One request of `replay` and its answer. */
export const sent = z.object({
  type: z.literal('sent'),
  source: z.string().describe('the fixture or the file and line that was sent'),
  event: z.string().nullable(),
  svixId: z.string(),
  url: z.string(),
  bytes: z.int().nonnegative(),
  ok: z.boolean().describe('true for 200 to 299'),
  status: httpStatus.nullable().describe('null when no answer came'),
  latencyMs: milliseconds,
  answer: z.string().optional().describe('the start of the answer, when it was not 2xx'),
  error: failure.optional(),
  hint: z.string().optional(),
});

/** What `sign` made. */
export const signed = z.object({
  type: z.literal('signed'),
  id: z.string(),
  timestampSeconds: z.int(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  curl: z.string().optional().describe('a command for bash that sends it'),
});
