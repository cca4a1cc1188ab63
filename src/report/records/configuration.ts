import { z } from 'zod';

const secret = z.object({
  name: z.string(),
  isSet: z.boolean().describe('whether the variable or file that should hold it is there'),
  kinds: z
    .array(z.enum(['shared', 'public', 'private']))
    .describe('one for each secret that is there: whsec_, whpk_ or whsk_'),
  isUsable: z.boolean(),
  problem: z.string().optional().describe('what is wrong or odd, in a sentence that holds no secret'),
});

/** One key of the configuration and what holds. */
export const setting = z.object({
  type: z.literal('setting'),
  key: z.string().describe('as in the configuration file; secrets.NAME for a secret that has a name'),
  value: z
    .union([z.string(), z.number(), z.boolean(), z.array(z.string())])
    .nullable()
    .describe('null when it is not set and no fixed value holds; for secrets the name of what holds them'),
  meaning: z.string().optional().describe('what a value of null means'),
  source: z.enum(['flag', 'environment', 'dotenv', 'profile', 'file', 'default']),
  origin: z.string().describe('where it came from: a variable, FILE:LINE:COLUMN, a profile'),
  variable: z.string().optional().describe('the environment variable that sets it'),
  problem: z.string().optional().describe('why the commands that take it refuse it, with the place'),
  secrets: z.array(secret).optional(),
});
