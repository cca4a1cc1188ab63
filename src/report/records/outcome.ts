import { z } from 'zod';
import { ERROR_CODES } from '../../core/error.ts';
import { INSUFFICIENCIES } from '../../core/filter/expectations.ts';
import { openCode } from './parts.ts';
import { replaySummary } from './sending.ts';
import { validateSummary } from './validation.ts';

/** What `listen --expect` came to. */
export const assertion = z.object({
  type: z.literal('assertion'),
  met: z.boolean(),
  waitedMs: z.number().nonnegative(),
  expectations: z.array(
    z.object({
      event: z.string().describe('an event or a glob'),
      wanted: z.int().min(1),
      came: z.int().nonnegative().describe('messages that were verified and fitted the conditions'),
    }),
  ),
  instead: z
    .array(
      z.object({
        event: z.string().nullable(),
        reason: z.enum(INSUFFICIENCIES),
        count: z.int().min(1),
      }),
    )
    .describe('what came and counted for nothing'),
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
    filtered: z.int().describe('kept and answered, but neither shown nor passed on'),
    notKept: z
      .int()
      .optional()
      .describe('answered 503, because they could not be kept; absent when there were none'),
    history: z.string().optional(),
  }),
  replaySummary,
  validateSummary,
  z.object({
    type: z.literal('summary'),
    command: z.literal('history import'),
    files: z.int(),
    imported: z.int(),
    alreadyThere: z.int().describe('not added: their ids are in the history'),
    ignored: z.int().describe('entries of a HAR that are no POST with a body'),
    bad: z.int().describe('lines and entries that could not be read'),
    history: z.string(),
  }),
  z.object({
    type: z.literal('summary'),
    command: z.literal('history prune'),
    dryRun: z.boolean(),
    removed: z.int(),
    left: z.int(),
    bytesBefore: z.int(),
    bytesAfter: z.int(),
    history: z.string(),
  }),
  z.object({
    type: z.literal('summary'),
    command: z.literal('history recover'),
    recovered: z.int(),
    lost: z.int().describe('deliveries of which something was found, but not enough'),
    damaged: z.string().optional().describe('where the damaged file is now; absent when nothing was wrong'),
    history: z.string(),
  }),
  z.object({
    type: z.literal('summary'),
    command: z.literal('config'),
    file: z.string().nullable().describe('the configuration file, or null when there is none'),
    profile: z.string().nullable(),
    profiles: z.array(z.string()).describe('the profiles that the file has'),
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
