import type { Verdict } from '../signature/verdict.ts';

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
