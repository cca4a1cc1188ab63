import type { PathStep } from '../json/places.ts';

/** Everything `listen` and `validate` can say about the content of a payload. Published; never renamed. */
export const PAYLOAD_FINDING_CODES = [
  // errors: the payload is not what Footprint sends
  'not_an_object',
  'event_kind_missing',
  'wrapped_payload',
  'field_missing',
  'wrong_type',
  'wrong_shape',
  'older_revision',
  // warnings: news to show, never a reason to break
  'unknown_event',
  'unknown_field',
  'unknown_value',
  'unexpected_value',
  'deprecated_event',
  'environment_mismatch',
  'business_id_unexpected',
  'id_malformed',
  'zone_missing',
  'timestamp_malformed',
  'example_data',
] as const;

/** One of them. */
export type PayloadFindingCode = (typeof PAYLOAD_FINDING_CODES)[number];

/** One thing to say about a payload. Where it stands in a file is added by `validate`. */
export interface PayloadFinding {
  readonly code: PayloadFindingCode;
  readonly severity: 'error' | 'warning';
  /** Where in the payload, as received; empty for the payload as a whole. For display, `formatPath` masks it. */
  readonly path: readonly PathStep[];
  /** One sentence, complete in itself, with outside values already masked. */
  readonly message: string;
  /** What would have been right, in words, for example `a string` or `pass, fail or none`. */
  readonly expected?: string;
  /** What came, masked and shortened. */
  readonly actual?: string;
}

/** How many findings one payload can have: one with a million things wrong is understood after this many. */
export const MOST_FINDINGS = 100;
