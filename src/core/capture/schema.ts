import { z } from 'zod';
import { findBase64Bytes } from '../signature/base64.ts';
import type { Verdict } from '../signature/verdict.ts';
import { type Answer, CAPTURE_VERSION } from './capture.ts';

const index = z.int().min(0);
const headerFamily = z.enum(['svix', 'webhook']);
const scheme = z.enum(['v1', 'v1a']);

/** A verdict as `--json` and captures have it. */
export const verdictSchema: z.ZodType<Verdict> = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('valid'),
      ageSeconds: z.int(),
      headerFamily,
      scheme,
      keyIndex: index,
      keyName: z.string(),
      itemIndex: index,
      itemCount: index,
    }),
    z.object({ kind: z.literal('header_missing'), header: z.string() }),
    z.object({ kind: z.literal('timestamp_malformed'), value: z.string() }),
    z.object({
      kind: z.literal('timestamp_out_of_range'),
      ageSeconds: z.int(),
      toleranceSeconds: z.number(),
    }),
    z.object({
      kind: z.literal('signature_unusable'),
      versions: z.array(z.string()),
      reason: z.enum(['malformed', 'other_scheme']),
    }),
    z.object({ kind: z.literal('signature_mismatch'), itemCount: index }),
  ])
  .meta({
    title: 'Verdict',
    description: 'What a careful receiver concludes of the delivery. Never holds a secret.',
  });

const httpStatus = z.int().min(100).max(599).nullable();

const answer: z.ZodType<Answer> = z
  .object({
    by: z.enum(['app', 'listener']).meta({
      description: 'app: passed back from where it was forwarded to; listener: made by fp-webhooks itself.',
    }),
    status: httpStatus.meta({
      description: 'The HTTP status; null when the connection was closed without an answer.',
    }),
  })
  .meta({ title: 'Answer', description: 'What the sender got back. Absent when that is not known.' });

const headers = z.array(z.tuple([z.string(), z.string()])).meta({
  description: 'Name and value in the order and case of the wire. Values are Latin-1 text.',
});

const bodyText = z
  .string()
  .refine((text) => text.isWellFormed(), 'it has half of a surrogate pair')
  .exactOptional()
  .meta({ description: 'The body when it is valid UTF-8: encoded as UTF-8 it is the exact bytes.' });

const bodyBase64 = z
  .string()
  .refine((text) => findBase64Bytes(text) !== undefined, 'it is not canonical base64')
  .exactOptional()
  .meta({
    description: 'The body when it is not valid UTF-8.',
    contentEncoding: 'base64',
    pattern: '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$',
  });

const forwarding = z
  .object({
    url: z.string(),
    sentAt: z.iso.datetime({ precision: 3, error: 'it is not a time such as 2026-11-22T11:40:08.123Z' }),
    status: httpStatus.meta({ description: 'The HTTP status of the app; null when no answer came.' }),
    latencyMs: z.number().min(0),
    headers: headers.exactOptional(),
    bodyText,
    bodyBase64,
    error: z.string().exactOptional().meta({ description: 'In words, why no answer came.' }),
  })
  .meta({ title: 'Forwarding', description: 'One time that it was passed on to an app, and the answer.' });

/**
 * One line of a capture file as JSON. Unknown keys are dropped, so that later additions do not hurt.
 * Loads zod: only `decode.ts` and the published schema need it.
 */
export const captureLine = z
  .object({
    capture: z
      .literal(CAPTURE_VERSION)
      .meta({ title: 'Version', description: 'The version of this format; always the first key.' }),
    id: z
      .string()
      .regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'it is not a ULID')
      .meta({ description: 'A ULID: sorts by the time of arrival.' }),
    receivedAt: z.iso
      .datetime({ precision: 3, error: 'it is not a time such as 2026-11-22T11:40:08.123Z' })
      .meta({ description: 'RFC 3339, UTC, milliseconds.' }),
    method: z.string().min(1),
    path: z.string().meta({ description: 'The request target as received: path and query.' }),
    headers,
    bodyText,
    bodyBase64,
    verdict: verdictSchema,
    answer: answer.exactOptional(),
    forwardings: z.array(forwarding).exactOptional(),
  })
  .refine(
    ({ bodyText, bodyBase64 }) => (bodyText === undefined) !== (bodyBase64 === undefined),
    'exactly one of bodyText and bodyBase64 is needed',
  )
  .meta({ oneOf: [{ required: ['bodyText'] }, { required: ['bodyBase64'] }] });

/** The published JSON Schema (2020-12) of one line of a capture file, made from the schema that decodes it. Never throws. */
export function captureJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(captureLine, { target: 'draft-2020-12', io: 'input' });
  return {
    $schema,
    $id: 'urn:fp-webhooks:schema:capture:v1',
    title: 'fp-webhooks capture, version 1',
    description: 'One line of a capture file: a webhook delivery as it was received, with the verdict on it.',
    ...schema,
  };
}
