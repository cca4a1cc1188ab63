import type { FindingCode, Severity } from './finding.ts';

/** How much a rule's findings weigh; `off`: they are not looked for. */
export type Level = Severity | 'off';

/** The level of every rule. */
export type Levels = Readonly<Record<FindingCode, Level>>;

/** A rule as it is listed and documented; its name is the code of its findings. */
export interface Rule {
  readonly level: Level;
  /** What it finds, in one line, without a full stop. */
  readonly summary: string;
}

/** Every rule with its usual level, in the order of `--list-rules`. */
export const RULES: Readonly<Record<FindingCode, Rule>> = {
  not_an_object: { level: 'error', summary: 'A payload is no JSON object' },
  event_kind_missing: { level: 'error', summary: 'A payload does not say which event it is' },
  wrapped_payload: { level: 'error', summary: 'An event is wrapped in data, payload or event' },
  field_missing: { level: 'error', summary: 'A field that the event always has is missing' },
  wrong_type: { level: 'error', summary: 'A value has another JSON type than the field' },
  wrong_shape: { level: 'error', summary: 'A payload fits none of the shapes of its event' },
  older_revision: { level: 'error', summary: 'A payload follows the revision of March 2024' },
  unknown_event: { level: 'warning', summary: 'An event is not in the catalogue' },
  unknown_field: { level: 'warning', summary: 'A field is not documented for the event' },
  unknown_value: { level: 'warning', summary: 'A value is not one of those known for the field' },
  unexpected_value: { level: 'warning', summary: 'A known value is odd in this event' },
  deprecated_event: { level: 'warning', summary: 'An event is deprecated' },
  environment_mismatch: { level: 'warning', summary: 'is_live and the playbook key are of different modes' },
  business_id_unexpected: { level: 'warning', summary: "A business's id stands in the event of a person" },
  id_malformed: { level: 'warning', summary: 'An id is empty or has white space in it' },
  zone_missing: { level: 'warning', summary: 'A timestamp names no time zone' },
  timestamp_malformed: { level: 'warning', summary: 'A timestamp is not an RFC 3339 time' },
  example_data: { level: 'warning', summary: "An id is an example of Footprint's documentation" },
  not_json: { level: 'error', summary: 'A record is not JSON' },
  not_utf8: { level: 'error', summary: 'A byte is not UTF-8' },
  byte_order_mark: { level: 'warning', summary: 'An input begins with a byte order mark' },
  carriage_return: { level: 'off', summary: 'A line ends with a carriage return, as on Windows' },
  empty: { level: 'error', summary: 'An input holds no payload' },
  line_too_long: { level: 'error', summary: 'A line or an element is longer than is read' },
  packed_damaged: { level: 'error', summary: 'A packed file is cut off or damaged' },
  file_unreadable: { level: 'error', summary: 'An input cannot be read' },
  duplicate_key: { level: 'error', summary: 'A key stands twice in one object' },
  number_imprecise: { level: 'warning', summary: 'JavaScript cannot hold a number exactly' },
  superseded_revision: { level: 'off', summary: 'A payload has a shape that a newer revision replaced' },
  timestamp_out_of_order: { level: 'warning', summary: "An event is older than the same person's before it" },
  timestamp_in_future: { level: 'warning', summary: 'A timestamp lies in the future' },
  personal_data: { level: 'warning', summary: 'A file holds what looks like personal data' },
  torn_capture: { level: 'warning', summary: 'A capture was cut off while it was written' },
  capture_invalid: { level: 'error', summary: 'A capture is not in the format of captures' },
  har_entry_invalid: { level: 'error', summary: 'An entry of a HAR cannot be read' },
  export_invalid: { level: 'error', summary: "A record is no message of Svix's export" },
  export_event_mismatch: {
    level: 'warning',
    summary: "The eventType of Svix's export is not that of its payload",
  },
  body_not_json: { level: 'error', summary: 'The body of a capture is not JSON' },
  signature_invalid: { level: 'error', summary: 'The signature of a capture is not valid' },
  signature_time: { level: 'off', summary: 'A capture came too long before or after it was signed' },
  message_id_reused: { level: 'error', summary: 'A message id came again with another body' },
  answer_not_2xx: { level: 'warning', summary: 'A delivery was not answered 2xx' },
  coverage_missing: { level: 'error', summary: 'An event that is required is in no input' },
};

/** The usual level of every rule, changed as asked. Never throws. */
export function toLevels(changes: ReadonlyMap<FindingCode, Level>): Levels {
  const entries = Object.entries(RULES) as [FindingCode, Rule][];
  return Object.fromEntries(entries.map(([code, { level }]) => [code, changes.get(code) ?? level])) as Levels;
}
