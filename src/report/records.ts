import { z } from 'zod';
import { verdictSchema } from '../core/capture/schema.ts';

/**
 * Every record of `--json`, one line each: the contract with scripts. Fields are added, never renamed or removed.
 * This file holds zod, so commands import only its types; `scripts/schemas.ts` publishes it under `schemas/`.
 */

const moment = z.iso.datetime().describe('RFC 3339, UTC, milliseconds');
const milliseconds = z.number().nonnegative();
const httpStatus = z.int().min(100).max(599);

const place = z
  .array(z.union([z.string(), z.number()]))
  .describe('keys and indexes from the payload to the value');

const note = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  path: place,
  message: z.string(),
});

const subject = z.object({
  kind: z.enum(['person', 'business']),
  id: z.string().describe('fp_id, masked unless --show-pii'),
});

const advice = z.object({
  code: z.string(),
  sentence: z.string(),
  nextCall: z.object({ method: z.literal('GET'), path: z.string(), curl: z.string() }).optional(),
});

const explanation = z.object({ message: z.string(), hints: z.array(z.string()) });

const failure = z.object({ code: z.string(), message: z.string() });

const referee = z.object({
  accepts: z.boolean(),
  code: z.string().optional().describe('why its opinion differs from the verdict, when it does'),
  message: z.string().optional().describe("the svix library's own message when it refuses"),
  note: z.string().optional().describe('the same in words'),
});

const ready = z.object({
  type: z.literal('ready'),
  url: z.string().describe('where deliveries are received; the socket accepts connections'),
  path: z.string().optional(),
  forward: z.string().optional(),
  save: z.string().optional().describe('file that keeps the captures'),
  secrets: z.array(z.object({ name: z.string(), source: z.string() })),
  development: z.boolean().describe('true when only the development secret of this folder is known'),
});

const received = z.object({
  type: z.literal('received'),
  id: z.string().describe('ULID of the capture'),
  receivedAt: moment,
  svixId: z.string().nullable(),
  attempt: z.int().min(1).describe('1 for the first delivery with this message id, 2 for the next …'),
  method: z.string(),
  path: z.string(),
  bodyBytes: z.int().nonnegative(),
  event: z.string().nullable().describe('event_kind, or null when the body has none'),
  verdict: verdictSchema,
  explanation: explanation.optional().describe('present when the verdict is not valid'),
  referee: referee.optional().describe("what svix's own library says; absent when it was not asked"),
  subject: subject.optional(),
  isLive: z.boolean().optional(),
  facts: z.array(z.string()),
  advice: advice.optional(),
  findings: z.array(note),
  payload: z
    .unknown()
    .optional()
    .describe('the parsed body, masked unless --show-pii; absent when it is not JSON'),
  forward: z.string().optional().describe('where it is passed on to; absent when it is not'),
  answerStatus: httpStatus.optional().describe('what the sender was answered; absent when the app decides'),
});

const waiting = z.object({
  type: z.literal('waiting'),
  id: z.string(),
  url: z.string(),
  afterMs: milliseconds,
});

const forwarded = z.object({
  type: z.literal('forwarded'),
  id: z.string(),
  svixId: z.string().nullable(),
  url: z.string(),
  status: httpStatus.nullable().describe('what the app answered; null when no answer came'),
  latencyMs: milliseconds,
  error: failure.optional(),
  hint: z.string().optional(),
  answerStatus: httpStatus.describe('what the sender was answered'),
});

const refused = z.object({
  type: z.literal('refused'),
  code: z.enum([
    'body_too_large',
    'method_not_allowed',
    'path_not_found',
    'malformed_request',
    'request_timeout',
    'request_incomplete',
  ]),
  status: httpStatus,
  message: z.string(),
});

const sent = z.object({
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

const finding = z.object({
  type: z.literal('finding'),
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  message: z.string(),
  file: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
  path: place,
  event: z.string().nullable(),
  expected: z.string().optional(),
  actual: z.string().optional(),
});

const summary = z.discriminatedUnion('command', [
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

const event = z.object({
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

const schema = z.object({
  type: z.literal('schema'),
  event: z.string(),
  schema: z.record(z.string(), z.unknown()).describe('JSON Schema, 2020-12'),
});

const notice = z.object({
  type: z.literal('notice'),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
});

const error = z.object({
  type: z.literal('error'),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  exitStatus: z.int(),
});

export const recordSchemas = {
  ready,
  received,
  waiting,
  forwarded,
  refused,
  sent,
  finding,
  summary,
  event,
  schema,
  notice,
  error,
};

/** One record of the tool's output. Commands report these; a renderer writes them as text or as NDJSON. */
export type OutputRecord = z.infer<(typeof recordSchemas)[keyof typeof recordSchemas]>;

/** The record of one type, for example `RecordOf<'received'>`. */
export type RecordOf<Type extends OutputRecord['type']> = Extract<OutputRecord, { type: Type }>;

/** The published JSON Schema (2020-12) of one line of `--json`: any one of the records, told apart by `type`. Never throws. */
export function recordsJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(z.union(Object.values(recordSchemas)), {
    target: 'draft-2020-12',
  });
  return {
    $schema,
    $id: 'urn:fp-webhooks:schema:records:v1',
    title: 'fp-webhooks records, version 1',
    description: 'One line of the output of fp-webhooks with --json.',
    ...schema,
  };
}
