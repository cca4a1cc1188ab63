import { PAYLOAD_FINDING_CODES } from '../../events/finding.ts';
import type { PathStep, Place } from '../../json/places.ts';

/** Everything that `validate` can say. Published; never renamed. */
export const FINDING_CODES = [
  ...PAYLOAD_FINDING_CODES,
  // the file is not what it should be
  'not_json',
  'not_utf8',
  'byte_order_mark',
  'carriage_return',
  'empty',
  'line_too_long',
  'packed_damaged',
  'file_unreadable',
  'duplicate_key',
  'number_imprecise',
  // payloads in their company: what `listen` does not say of a delivery that has just come
  'superseded_revision',
  'timestamp_out_of_order',
  'timestamp_in_future',
  'personal_data',
  // captures, HAR and exports
  'torn_capture',
  'capture_invalid',
  'har_entry_invalid',
  'export_invalid',
  'export_event_mismatch',
  'body_not_json',
  'signature_invalid',
  'signature_time',
  'message_id_reused',
  'answer_not_2xx',
  // the inputs as a whole
  'coverage_missing',
] as const;

/** One of them. */
export type FindingCode = (typeof FINDING_CODES)[number];

/** How much a finding weighs: an error fails the run, a warning does not unless it was asked for. */
export type Severity = 'error' | 'warning';

/** What a finding says, without where. Two with the same text are shown as one. */
export interface FindingText {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** One sentence or two, complete in itself, with outside values masked. */
  readonly message: string;
  /** From the payload to the value, as received. For display, `showPath` masks it. */
  readonly path: readonly PathStep[];
  /** The `event_kind`, masked; null where there is none. */
  readonly event: string | null;
  readonly expected?: string;
  readonly actual?: string;
  /** Where the message is shown unmasked: the same with its mask, of which fingerprints and baselines are made. */
  readonly maskedMessage?: string;
}

/** One thing to say about a file, with its place. */
export interface Finding extends FindingText, Place {}
