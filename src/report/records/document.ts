import { z } from 'zod';

/** A whole report on standard output, in a form that another program reads. Never one of `--json`. */
export const document = z.object({
  type: z.literal('document'),
  format: z.string().describe('as `--report` names it'),
  text: z.string(),
});
