import { z } from 'zod';
import { received } from './delivery.ts';
import { diagnosis } from './diagnosis.ts';
import { httpStatus, milliseconds, moment } from './parts.ts';

const {
  type: _type,
  answerStatus,
  forwards: _forwards,
  payload: _payload,
  referee: _referee,
  ...whole
} = received.shape;
const {
  method: _method,
  path: _path,
  advice: _advice,
  findings: _findings,
  firstAttempt: _first,
  ...brief
} = whole;

const answer = z
  .object({ by: z.enum(['app', 'listener']), status: httpStatus.nullable() })
  .optional()
  .describe(
    'what the sender got; status is null for a closed connection, all is absent when it is not known',
  );

/** One delivery of the history, as in a list of them. */
export const kept = z.object({
  type: z.literal('kept'),
  shortId: z.string().describe('the beginning of the id, long enough to name this delivery alone'),
  ...brief,
  answer,
  match: z
    .object({ place: z.string(), text: z.string() })
    .optional()
    .describe('where the words of a search stand, masked unless --show-pii'),
});

const body = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('empty') }),
    z.object({ kind: z.literal('json'), value: z.unknown().describe('masked unless --show-pii') }),
    z.object({
      kind: z.literal('text'),
      text: z.string().describe('masked unless --show-pii; at most 20,000 characters'),
      omittedCharacters: z.int().positive().optional(),
    }),
    z.object({
      kind: z.literal('binary'),
      hex: z.string().describe('the first bytes, at most 256'),
      omittedBytes: z.int().positive().optional(),
    }),
  ])
  .meta({ description: 'A body as far as it can be shown.' });

const headers = z
  .array(z.tuple([z.string(), z.string()]))
  .describe('in the order and case of the wire, masked unless --show-pii');

/** One delivery of the history with all that is known of it. */
export const delivery = z.object({
  type: z.literal('delivery'),
  ...whole,
  headers,
  body,
  diagnosis: diagnosis.optional().describe('why it was not accepted, where that was found out'),
  answer,
  forwardings: z
    .array(
      z.object({
        url: z.string(),
        sentAt: moment,
        status: httpStatus.nullable().describe('what the app answered; null when no answer came'),
        latencyMs: milliseconds,
        hint: z.string().optional(),
        error: z.string().optional(),
        headers: headers.optional(),
        body: body.optional(),
      }),
    )
    .optional()
    .describe('each time that it was passed on to an app'),
  attempts: z
    .array(
      z.object({
        id: z.string(),
        receivedAt: moment,
        secondsAfterFirst: z.number().nonnegative(),
        sameBody: z.boolean().describe('whether its body is that of the first, byte for byte'),
        verdict: z.string().describe('the kind of its verdict'),
        answerStatus,
      }),
    )
    .optional()
    .describe('every delivery with this message id, the oldest first; present when there are several'),
});

/** A part of an export, or, when it went to a file, that it is done. */
export const exported = z.union([
  z.object({
    type: z.literal('exported'),
    format: z.string(),
    text: z.string().describe('the texts of all these records, one after the other, are the export'),
  }),
  z.object({
    type: z.literal('exported'),
    format: z.string(),
    file: z.string(),
    deliveries: z.int().nonnegative(),
    bytes: z.int().nonnegative(),
  }),
]);

/** Where the history is. */
export const location = z.object({
  type: z.literal('location'),
  path: z.string().describe('absolute'),
  exists: z.boolean(),
  deliveries: z.int().nonnegative().optional(),
  bytes: z.int().nonnegative().optional(),
});
