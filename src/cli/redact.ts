/**
 * Text without the signing secrets and API keys that someone typed in the wrong place: `whsec_…` stands for them. A
 * public key (`whpk_`) is not secret. Never throws.
 * Source: Standard Webhooks specification 1.0, "Signature scheme"; Footprint's API keys begin with `sk_`.
 */
export function withoutSecrets(text: string): string {
  return text.replace(SECRET, '$1_…');
}

/** Also as a URL holds it: percent-encoded, and with a host in small letters. */
const SECRET = /(wh(?:sec|sk)|(?<![a-z0-9])sk)(?:_|%5f)(?:[\w+/=-]|%[0-9a-f]{2})+…?/gi;
