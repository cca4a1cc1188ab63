/** The two spellings of the header names. Source: Standard Webhooks specification; Svix docs, "Verifying payloads manually" (2026). */
export type HeaderFamily = 'svix' | 'webhook';

/** `v1`: HMAC-SHA256 with a shared secret. `v1a`: ed25519 with a key pair. */
export type Scheme = 'v1' | 'v1a';

/**
 * What a careful receiver would conclude of one delivery. Ages are whole seconds; negative means "from the future".
 * Published in `--json` and in captures; kinds are never renamed.
 */
export type Verdict =
  | {
      readonly kind: 'valid';
      readonly ageSeconds: number;
      readonly headerFamily: HeaderFamily;
      readonly scheme: Scheme;
      /** Which of the given keys matched, from 0, and the name it was given under (never the key itself). */
      readonly keyIndex: number;
      readonly keyName: string;
      /** Which item of the signature header matched, from 0: more than 0 means rotation or mixed schemes. */
      readonly itemIndex: number;
      readonly itemCount: number;
    }
  /** `header` is the name in lower case, for example `svix-id`. */
  | { readonly kind: 'header_missing'; readonly header: string }
  | { readonly kind: 'timestamp_malformed'; readonly value: string }
  | {
      readonly kind: 'timestamp_out_of_range';
      readonly ageSeconds: number;
      readonly toleranceSeconds: number;
    }
  /** The signature header has no item of the form `v1,<base64>` that one of the keys could check. */
  | {
      readonly kind: 'signature_unusable';
      readonly versions: readonly string[];
      readonly reason: 'malformed' | 'other_scheme';
    }
  | { readonly kind: 'signature_mismatch'; readonly itemCount: number };

const KINDS = {
  valid: true,
  header_missing: true,
  timestamp_malformed: true,
  timestamp_out_of_range: true,
  signature_unusable: true,
  signature_mismatch: true,
} as const satisfies Record<Verdict['kind'], true>;

/** What a delivery can be chosen by: `valid`, `invalid` for everything else, or one kind of verdict. */
export const VERDICT_NAMES: readonly string[] = ['valid', 'invalid', ...Object.keys(KINDS).slice(1)];
