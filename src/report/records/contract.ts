import { z } from 'zod';

/** What is known of events, in a form that other tools read. */
export const contract = z.object({
  type: z.literal('contract'),
  format: z.enum(['json-schema', 'typescript', 'openapi', 'asyncapi']),
  events: z.array(z.string()),
  content: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .describe('the text of typescript, or the document of the others'),
});
