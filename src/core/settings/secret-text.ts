import { findBase64Bytes } from '../signature/base64.ts';

/** As messages leave it out, and in the cases in which secrets are written: variables may be called SK_LIVE. */
const MARKED = /(?:wh(?:sec|sk)|(?<![A-Za-z0-9])sk)_[\w+/=-]/;

/**
 * Whether a signing secret or an API key stands in a text, told by its prefix. Never throws.
 * Source: Standard Webhooks specification 1.0, "Signature scheme"; Footprint's API keys begin with `sk_`.
 */
export function holdsSecret(text: string): boolean {
  return MARKED.test(text);
}

/** Whether a text that should be a name is a secret itself, also one without its prefix. Never throws. */
export function isSecretItself(text: string): boolean {
  return holdsSecret(text) || isBareSecret(text);
}

/** Names of variables are in one case or have underscores; 24 characters are 18 bytes, the shortest that is in use. */
function isBareSecret(text: string): boolean {
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
  return isMixed && text.length >= 24 && findBase64Bytes(text) !== undefined;
}
