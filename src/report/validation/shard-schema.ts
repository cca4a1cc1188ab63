import { z } from 'zod';
import { FINDING_CODES } from '../../core/validation/rules/rules.ts';
import { MOST_SHARDS } from '../../core/validation/shards/sharing.ts';
import { place } from '../records/parts.ts';

const count = z.int().nonnegative();
const hash = z.string().regex(/^[0-9a-f]{32}$/);

const message = z.object({
  key: hash.describe('the hash of the message id'),
  shown: z.string().describe('the id, masked'),
  masked: z.string().exactOptional().describe('with --show-pii: the id as it is masked'),
  digest: z.string().describe('SHA-256 of the body, in base64'),
  line: z.int().min(1),
  column: z.int().min(1),
  event: z.string().nullable(),
});

/** What a shard's report has besides, for `validate --merge`. */
export const shardSchema = z
  .object({
    index: z.int().min(1).max(MOST_SHARDS),
    of: z.int().min(1).max(MOST_SHARDS),
    plan: z.string().describe('the same for all shards of a run'),
    inputs: z.array(z.string()).describe('all inputs of the run'),
    checked: z.array(count).describe('the indexes of those that this shard looked into'),
    empty: z.array(count).describe('those of them in which it found no payload, and nothing that says why'),
    payloads: count,
    seen: z.record(
      z.string(),
      z.object({ count, values: z.record(z.string(), z.record(z.string(), count)) }),
    ),
    texts: z.array(
      z.object({
        code: z.enum(FINDING_CODES),
        severity: z.enum(['error', 'warning']),
        message: z.string(),
        path: place,
        event: z.string().nullable(),
        expected: z.string().exactOptional(),
        actual: z.string().exactOptional(),
        maskedMessage: z.string().exactOptional().describe('with --show-pii: the message as it is masked'),
      }),
    ),
    parts: z
      .array(
        z.object({
          input: count,
          part: count,
          groups: z
            .array(
              z.tuple([
                count,
                z
                  .string()
                  .regex(/^[\d,]+$/)
                  .refine(isPlaces),
              ]),
            )
            .describe('the number of a text, and its places: line and column in turn, with commas'),
          messages: z.array(message),
        }),
      )
      .describe('the parts of the inputs in which there is something'),
  })
  .refine(({ index, of }) => index <= of)
  .meta({ description: 'With --shard: what --merge needs. All of it is masked like the rest, or not.' });

function isPlaces(text: string): boolean {
  const numbers = text.split(',').map(Number);
  return numbers.length % 2 === 0 && numbers.every((number) => Number.isSafeInteger(number) && number >= 1);
}
