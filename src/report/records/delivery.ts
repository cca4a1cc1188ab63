import { z } from 'zod';
import { verdictSchema } from '../../core/capture/schema.ts';
import { PAYLOAD_FINDING_CODES } from '../../core/events/finding.ts';
import { clockSkew, diagnosis } from './diagnosis.ts';
import { explanation, failure, httpStatus, milliseconds, moment, openCode, place, referee } from './parts.ts';

const note = z.object({
  code: openCode(PAYLOAD_FINDING_CODES),
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

/** `listen` accepts connections. */
export const ready = z.object({
  type: z.literal('ready'),
  url: z.string().describe('where deliveries are received; the socket accepts connections'),
  path: z.string().optional(),
  forwards: z
    .array(z.object({ url: z.string(), event: z.string().optional().describe('an event glob') }))
    .optional()
    .describe('where deliveries are passed on to; those without an event take what no glob fits'),
  filter: z
    .string()
    .optional()
    .describe(
      'what alone is shown and passed on: event globs and conditions, as --event and --where have them',
    ),
  history: z
    .string()
    .optional()
    .describe('file that keeps the deliveries; absent when they are kept in memory'),
  secrets: z.array(z.object({ name: z.string(), source: z.string() })),
  development: z.boolean().describe('true when only the development secret of this folder is known'),
});

/** A delivery has come and was judged. */
export const received = z.object({
  type: z.literal('received'),
  id: z.string().describe('ULID of the capture'),
  receivedAt: moment,
  svixId: z.string().nullable(),
  attempt: z.int().min(1).describe('1 for the first delivery with this message id, 2 for the next …'),
  firstAttempt: z
    .object({
      secondsAgo: z.number().nonnegative(),
      sameBody: z.boolean().describe('whether every earlier attempt had the same body, byte for byte'),
    })
    .optional()
    .describe('present from the second attempt on'),
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
  onPurpose: z
    .boolean()
    .optional()
    .describe('true when the answer is one that --respond and its like ask for'),
  forwards: z.array(z.string()).optional().describe('where it is passed on to; absent when it is not'),
  answerStatus: httpStatus
    .nullable()
    .optional()
    .describe('what the sender was answered, null for a closed connection; absent when the app decides'),
});

/** The app takes its time. */
export const waiting = z.object({
  type: z.literal('waiting'),
  id: z.string(),
  url: z.string().describe('that of the app; of several that have not answered, the first'),
  afterMs: milliseconds,
});

/** The app has answered, or has not. */
export const forwarded = z.object({
  type: z.literal('forwarded'),
  id: z.string(),
  svixId: z.string().nullable(),
  url: z.string(),
  status: httpStatus.nullable().describe('what the app answered; null when no answer came'),
  latencyMs: milliseconds,
  error: failure.optional(),
  hint: z.string().optional(),
  answer: z.string().optional().describe('the start of the answer, masked, when it was not 2xx'),
  location: z.string().optional().describe('the target of a redirect, resolved and masked'),
  answerStatus: httpStatus
    .nullable()
    .optional()
    .describe('what the sender was answered, where this decided it'),
  replayed: z.boolean().optional().describe('true when it was sent again by hand'),
});

/** Why a delivery was not accepted, when that is found out. */
export const diagnosed = z.object({
  type: z.literal('diagnosed'),
  id: z.string().describe('ULID of the capture, as in received'),
  svixId: z.string().nullable(),
  diagnosis,
  shared: z
    .array(z.string())
    .describe('faults that every delivery that failed so far has, from the second on'),
  clockSkew: clockSkew.optional(),
  hint: z.string().optional(),
});

/** A request that never became a delivery. */
export const refused = z.object({
  type: z.literal('refused'),
  code: z.enum([
    'body_too_large',
    'method_not_allowed',
    'path_not_found',
    'malformed_request',
    'request_timeout',
    'request_incomplete',
    'headers_too_large',
    'too_many_connections',
    'expectation_unknown',
    'wrong_protocol',
    'tls_failed',
  ]),
  status: httpStatus.nullable().describe('what the sender was answered, null for a closed connection'),
  message: z.string(),
});
