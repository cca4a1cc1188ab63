import type { Verdict } from '../signature/verdict.ts';

/**
 * What the svix library for JavaScript says where this is the verdict, word for word: what a developer finds in the log
 * of his application, and searches for. Undefined for a valid delivery. The library reads some timestamps that the verdict
 * calls malformed, so that it may go on and say something else. Never throws. Source: svix 2.5.0.
 */
export function toLibraryMessage(verdict: Verdict): string | undefined {
  switch (verdict.kind) {
    case 'valid':
      return undefined;
    case 'header_missing':
      return 'Missing required headers';
    case 'timestamp_malformed':
      return 'Invalid Signature Headers';
    case 'timestamp_out_of_range':
      return verdict.ageSeconds > 0 ? 'Message timestamp too old' : 'Message timestamp too new';
    case 'signature_unusable':
    case 'signature_mismatch':
      return 'No matching signature found';
  }
}
