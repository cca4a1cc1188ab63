import type { EventDefinition, EventName, FieldDefinition } from './definition.ts';
import {
  LINK_ERRORS,
  LINK_EVENT_KINDS,
  LINK_PRODUCTS,
  LINK_STATES,
  TERMINAL_STATUSES,
  UNFINISHED_STATUSES,
  VAULT_SOURCES,
  WATCHLIST_STATUSES,
} from './values.ts';

const timestamp: FieldDefinition = {
  name: 'timestamp',
  type: 'string',
  summary: 'When it happened: RFC 3339 in UTC, with 0 to 9 fractional digits',
};

const requiresManualReview: FieldDefinition = {
  name: 'requires_manual_review',
  type: 'boolean',
  summary: 'A person has yet to look at it; can stand beside pass as well as fail',
};

const onboardingId: FieldDefinition = { name: 'onboarding_id', type: 'string', summary: 'The onboarding' };

const externalId: FieldDefinition = {
  name: 'external_id',
  type: 'string',
  summary: 'Your own id for the user or business, if you gave one',
  only: 'external-id',
  nullable: true,
  optional: true,
};

/** The parts of a bank link that differ between the two revisions: shape A, then shape B. */
const linkBodies: readonly FieldDefinition[] = [
  {
    name: 'link_event_body',
    type: 'object',
    summary: 'What changed (shape A)',
    only: '2025-05',
    fields: [{ name: 'state', type: 'string', summary: 'The state of the link', values: LINK_STATES }],
  },
  {
    name: 'link_state',
    type: 'string',
    summary: 'The state of the link (shape B)',
    only: 'external-id',
    values: LINK_STATES,
  },
  {
    name: 'link_error',
    type: 'string',
    summary: 'Why the link fails, as a code',
    only: 'external-id',
    nullable: true,
    values: LINK_ERRORS,
  },
  {
    name: 'error_message',
    type: 'string',
    summary: 'Why the link fails, as text for people',
    only: 'external-id',
    nullable: true,
  },
  {
    name: 'link_product_refresh',
    type: 'object',
    summary: 'The refresh that has just ended',
    only: 'external-id',
    nullable: true,
    fields: [
      { name: 'product', type: 'string', summary: 'What was refreshed', values: LINK_PRODUCTS },
      { name: 'success', type: 'boolean', summary: 'Whether the refresh worked' },
    ],
  },
  {
    name: 'link_external_id',
    type: 'string',
    summary: 'Your own id for the link',
    only: 'external-id',
    nullable: true,
  },
  {
    name: 'user_external_id',
    type: 'string',
    summary: 'Your own id for the user',
    only: 'external-id',
    nullable: true,
  },
];

function define(name: EventName, summary: string, specific: readonly FieldDefinition[]): EventDefinition {
  const kind = `footprint.${name}` as const;
  const common: readonly FieldDefinition[] = [
    { name: 'event_kind', type: 'string', summary: `Always ${kind}` },
    { name: 'fp_id', type: 'string', summary: 'The person (fp_id_…) or the business (fp_bid_…)' },
    { name: 'is_live', type: 'boolean', summary: 'True in live mode, false in the sandbox' },
  ];
  return { kind, name, summary, fields: [...common, ...specific, timestamp] };
}

/**
 * The seven events that Footprint sends, in the order of a user's life.
 * Source: Footprint webhook event catalogue, 2025-05 revision and the undated one with `external_id`.
 */
export const EVENTS: readonly EventDefinition[] = [
  define('onboarding.completed', 'A user or business has reached a final status on a playbook.', [
    {
      name: 'status',
      type: 'string',
      summary: 'The outcome; none means that the playbook has no rules',
      values: TERMINAL_STATUSES,
      unexpected: UNFINISHED_STATUSES,
    },
    requiresManualReview,
    onboardingId,
    {
      name: 'playbook_key',
      type: 'string',
      summary: 'The playbook: pb_test_… in the sandbox, pb_live_… in live mode',
    },
    externalId,
  ]),
  {
    ...define('onboarding.status_changed', 'The status of a user or business has changed.', [
      {
        name: 'new_status',
        type: 'string',
        summary: 'The status now; pending and incomplete generally need no action',
        values: [...TERMINAL_STATUSES, ...UNFINISHED_STATUSES],
      },
      requiresManualReview,
    ]),
    deprecated: { inFavourOf: ['onboarding.completed', 'user.manual_review'] },
  },
  define(
    'user.manual_review',
    'Someone has changed the status of a user in manual review. The new status is not in the payload.',
    [externalId],
  ),
  define('user.info_requested', 'Someone has asked this user for more information.', [externalId]),
  define('user.bank_link_updated', 'The bank link of a user has changed.', [
    {
      name: 'link_event_kind',
      type: 'string',
      summary: 'What happened to the link',
      values: LINK_EVENT_KINDS,
    },
    { name: 'link_id', type: 'string', summary: 'The bank link' },
    ...linkBodies,
  ]),
  define('vault.updated', 'The vault of a user or business has been updated.', [
    { name: 'fields', type: 'string[]', summary: 'Names of the fields that changed, never their values' },
    { name: 'source', type: 'string', summary: 'Where the change came from', values: VAULT_SOURCES },
    externalId,
  ]),
  define('watchlist_check.completed', 'A watchlist check has run.', [
    {
      name: 'status',
      type: 'string',
      summary: 'The outcome of the check; only pending is documented',
      values: WATCHLIST_STATUSES,
    },
    { name: 'error', type: 'string', summary: 'Why the check failed, if it did', nullable: true },
    { ...onboardingId, nullable: true, optional: true },
  ]),
];

/** The values of `event_kind`, in catalogue order. */
export const EVENT_KINDS: readonly string[] = EVENTS.map(({ kind }) => kind);

/** The event whose `event_kind` is exactly this, as payloads have it, or undefined. Never throws. */
export function findEventOfKind(eventKind: string): EventDefinition | undefined {
  return EVENTS.find(({ kind }) => kind === eventKind);
}
