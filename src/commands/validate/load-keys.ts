import { findGivenSecrets } from '../../io/secrets.ts';
import type { Context } from '../command.ts';
import { loadNamedSecrets } from '../secret-flags.ts';
import type { SignatureKeys } from './signatures.ts';

const VARIABLE = 'FP_WEBHOOKS_SECRET';

/**
 * The keys that are configured, with a notice for what is odd about them. An empty variable is none: CI systems give one in
 * place of a secret that a job, such as that of a fork, may not have. Throws what `findGivenSecrets` throws.
 */
export function loadSignatureKeys(context: Context): SignatureKeys {
  const here = context.env[VARIABLE]?.trim() === '' ? withoutSecret(context) : context;
  return { keys: findGivenSecrets(here)?.keys ?? [], otherKeys: loadNamedSecrets(here) };
}

function withoutSecret(context: Context): Context {
  const { [VARIABLE]: _, ...env } = context.env;
  context.report({
    type: 'notice',
    code: 'secret_empty',
    message: `${VARIABLE} is empty: signatures are not judged anew, and what the captures say of them holds.`,
  });
  return { ...context, env };
}
