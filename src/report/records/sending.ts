import { z } from 'zod';
import { TAMPERINGS } from '../../core/sending/tamper.ts';
import { failure, httpStatus, milliseconds } from './parts.ts';

/** One request of `replay` and its answer. */
export const sent = z.object({
  type: z.literal('sent'),
  source: z
    .string()
    .describe('the fixture, the file and line, or the event and number of a generated payload'),
  name: z
    .string()
    .optional()
    .describe('what a generated payload is there for, such as: status pass, missing fp_id'),
  event: z.string().nullable(),
  svixId: z.string().nullable().describe('as it stands in the request; null when it has none'),
  url: z.string(),
  bytes: z.int().nonnegative(),
  ok: z.boolean().describe('true for 200 to 299, or for what --expect or the step of a scenario says'),
  status: httpStatus.nullable().describe('null when no answer came'),
  latencyMs: milliseconds,
  answer: z.string().optional().describe('the start of the answer, when ok is false'),
  location: z.string().optional().describe('the target of a redirect, resolved and masked'),
  error: failure.optional(),
  wrong: z
    .enum([...TAMPERINGS, 'unsigned'])
    .optional()
    .describe('with --tamper or --unsigned: what is wrong with it on purpose'),
  hint: z.string().optional(),
  step: z.string().optional().describe('with --scenario: the name of the step'),
  expected: z
    .string()
    .optional()
    .describe('with --scenario: the statuses that are ok for this step; absent for 2xx'),
  copy: z
    .int()
    .min(1)
    .optional()
    .describe('with --duplicate, or duplicate in a scenario: 1 for the first; all have the same svixId'),
  attempt: z.int().min(1).optional().describe('with --retry: 1 for the first'),
  retryAfterSeconds: z.number().nonnegative().optional().describe('what the app asked for with Retry-After'),
  nextAttemptInMs: milliseconds.optional().describe('absent when there is no other attempt'),
});

/** One request of `replay` that was printed in place of being sent, exactly as it would be: nothing of it is masked. */
export const request = z.object({
  type: z.literal('request'),
  source: z.string().describe('as in a record of type sent; for the history the id of the delivery'),
  name: z.string().optional().describe('what a generated payload is there for'),
  event: z.string().nullable(),
  svixId: z.string().nullable().describe('null when it has none'),
  method: z.literal('POST'),
  url: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])).describe('in the order and case of the wire'),
  bodyText: z.string().optional().describe('the body, where it is UTF-8'),
  bodyBase64: z.string().optional().describe('the body, where it is not'),
  command: z.string().optional().describe('with --curl and --http: a command for bash that sends it'),
});

/** What `sign` made. */
export const signed = z.object({
  type: z.literal('signed'),
  id: z.string(),
  timestampSeconds: z.int(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  curl: z.string().optional().describe('a command for bash that sends it'),
});

/** How `replay` went. A message has one id; with --retry it may take several requests. */
export const replaySummary = z.object({
  type: z.literal('summary'),
  command: z.literal('replay'),
  url: z.string(),
  scenario: z.string().optional().describe('with --scenario: its name'),
  sent: z
    .int()
    .describe(
      'messages that were sent at least once, or have failed because they cannot be sent; with --duplicate each copy is one',
    ),
  ok: z.int(),
  failed: z.int(),
  notSent: z.int(),
  expected: z.string().optional().describe('with --expect: the statuses that are ok in place of 2xx'),
  history: z.string().optional().describe('with --save: where the requests and their answers are kept'),
  requests: z.int().optional().describe('with --retry and in bulk: all attempts'),
  notStarted: z
    .int()
    .optional()
    .describe('with --rate: not sent, because as many as may be in flight were in flight'),
  resent: z
    .int()
    .optional()
    .describe('in bulk: sent once more at once, because a kept connection had been closed'),
  byStatus: z.record(z.string(), z.int()).optional().describe('in bulk: answers by their status'),
  errors: z
    .record(z.string(), z.int())
    .optional()
    .describe('in bulk: requests without an answer, by their code'),
  stopped: z
    .object({ afterMs: milliseconds, ofMs: milliseconds })
    .optional()
    .describe('with --duration: it was ended before its time'),
  hints: z
    .array(z.string())
    .optional()
    .describe(
      'the difference between accepted and refused deliveries; in bulk also the usual meaning of answers and failures, the most frequent first',
    ),
  latencyMs: z
    .object({
      min: milliseconds,
      p50: milliseconds,
      p90: milliseconds,
      p99: milliseconds,
      max: milliseconds,
      from: z
        .enum(['due', 'start'])
        .describe(
          'due: from the moment at which each request was to start, so that what a slow app holds up counts; start: from when it did',
        ),
    })
    .optional()
    .describe('in bulk: of all that was answered or timed out'),
  slowest: z.array(z.object({ svixId: z.string().nullable(), latencyMs: milliseconds })).optional(),
  durationMs: milliseconds.optional(),
  perSecond: z.number().nonnegative().optional().describe('requests that ended, a second'),
});
