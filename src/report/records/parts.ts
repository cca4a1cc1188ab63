import { z } from 'zod';

/** A moment in time. */
export const moment = z.iso.datetime().describe('RFC 3339, UTC, milliseconds');

/** A length of time. */
export const milliseconds = z.number().nonnegative();

/** A status of HTTP. */
export const httpStatus = z.int().min(100).max(599);

/** Where a value stands in a payload. */
export const place = z
  .array(z.union([z.string(), z.number()]))
  .describe('keys and indexes from the payload to the value');

/** A verdict in words. */
export const explanation = z.object({ message: z.string(), hints: z.array(z.string()) });

/** Why no answer came. */
export const failure = z.object({ code: z.string(), message: z.string() });

/** The opinion of Svix's own library. */
export const referee = z.object({
  library: z.string().describe('the library that was asked, with its version and language'),
  accepts: z.boolean(),
  code: z.string().optional().describe('why its opinion differs from the verdict, when it does'),
  message: z.string().optional().describe("the svix library's own message when it refuses"),
  note: z.string().optional().describe('the same in words'),
});

/** A code of those that this version knows: later ones may add to them, so that the list is given as examples. */
export const openCode = (codes: readonly string[]) => z.string().meta({ examples: [...codes] });
