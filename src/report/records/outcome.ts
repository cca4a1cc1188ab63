import { z } from 'zod';
import { ERROR_CODES } from '../../core/error.ts';
import { FINDING_CODES } from '../../core/validation/check.ts';
import { openCode, place } from './parts.ts';

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
});

/** How a run went. */
export const summary = z.discriminatedUnion('command', [
  z.object({
    type: z.literal('summary'),
    command: z.literal('listen'),
    received: z.int(),
    verified: z.int(),
    failed: z.int(),
    refused: z.int(),
    forwarded: z.int(),
    save: z.string().optional(),
  }),
  z.object({
    type: z.literal('summary'),
    command: z.literal('replay'),
    url: z.string(),
    sent: z.int(),
    ok: z.int(),
    failed: z.int(),
    notSent: z.int(),
  }),
  z.object({
    type: z.literal('summary'),
    command: z.literal('validate'),
    files: z.int(),
    payloads: z.int(),
    errors: z.int(),
    warnings: z.int(),
  }),
]);

/** Something to know that is no result. */
export const notice = z.object({
  type: z.literal('notice'),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
});

/** Why the job could not be done. */
export const error = z.object({
  type: z.literal('error'),
  code: openCode(ERROR_CODES),
  message: z.string(),
  hint: z.string().optional(),
  exitStatus: z.int(),
});
