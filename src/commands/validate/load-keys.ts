import { findGivenSecrets } from '../../io/secrets.ts';
import type { Context } from '../command.ts';
import { loadNamedSecrets } from '../secret-flags.ts';
import type { SignatureKeys } from './signatures.ts';

/** The keys that are configured, with a notice for what is odd about them. Throws what `findGivenSecrets` throws. */
export function loadSignatureKeys(context: Context): SignatureKeys {
  return { keys: findGivenSecrets(context)?.keys ?? [], otherKeys: loadNamedSecrets(context) };
}
