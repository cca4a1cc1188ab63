/** The events by their short names: the kind without `footprint.`. Source: Footprint webhook event catalogue, 2025-05 revision. */
export type EventName =
  | 'onboarding.completed'
  | 'onboarding.status_changed'
  | 'user.manual_review'
  | 'user.info_requested'
  | 'user.bank_link_updated'
  | 'vault.updated'
  | 'watchlist_check.completed';

/**
 * The two documented forms of the payloads. `2025-05` has nine fractional digits in `timestamp`;
 * `external-id` is undated, adds `external_id` to four events and has another body for the bank link.
 * Source: Footprint webhook documentation, 2025-05 revision, and the undated revision with `external_id`.
 */
export type Revision = '2025-05' | 'external-id';

/** One field of a payload, as data: what is shown, checked and published comes from here. */
export interface FieldDefinition {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'string[]' | 'object';
  /** One line, without a full stop. */
  readonly summary: string;
  readonly nullable?: true;
  readonly optional?: true;
  /** Known values. The list is open: another value is news, not an error. */
  readonly values?: readonly string[];
  /** Values that Footprint knows but that are odd in this event. */
  readonly unexpected?: readonly string[];
  /** The only revision that has this field; absent when both do. */
  readonly only?: Revision;
  /** The fields of an `object`. */
  readonly fields?: readonly FieldDefinition[];
}

/** One event of the catalogue, without any library behind it. */
export interface EventDefinition {
  /** The value of `event_kind`, for example `footprint.onboarding.completed`. */
  readonly kind: `footprint.${EventName}`;
  readonly name: EventName;
  /** What it means, in one line. */
  readonly summary: string;
  readonly deprecated?: { readonly inFavourOf: readonly EventName[] };
  /** The fields of every revision, in the order worth reading. */
  readonly fields: readonly FieldDefinition[];
}

/** The fields of one revision of an event, in catalogue order. Never throws. */
export function fieldsIn(definition: EventDefinition, revision: Revision): readonly FieldDefinition[] {
  return definition.fields.filter(({ only }) => only === undefined || only === revision);
}

/**
 * The revision that a payload follows, told by the fields that only one revision has.
 * A payload without any of them is read as `2025-05`. Never throws.
 */
export function findRevision(definition: EventDefinition, payload: object): Revision {
  let found: Revision = '2025-05';
  for (const { name, only } of definition.fields) {
    if (only === undefined || !Object.hasOwn(payload, name)) continue;
    if (only === '2025-05') return only;
    found = only;
  }
  return found;
}
