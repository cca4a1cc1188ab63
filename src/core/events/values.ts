/**
 * The status of a person or business on a playbook. `none`: the playbook has no rules, a normal end.
 * Source: Footprint webhook documentation, 2025-05 revision.
 */
export const TERMINAL_STATUSES: readonly string[] = ['pass', 'fail', 'none'];

/** Statuses of an onboarding that has not ended. Source: Footprint webhook documentation, 2025-05 revision. */
export const UNFINISHED_STATUSES: readonly string[] = ['pending', 'incomplete'];

/**
 * The status of a watchlist check. Only `pending` is documented, and odd on a "completed" event;
 * the others are inferred. Source: Footprint webhook documentation, 2025-05 revision.
 */
export const WATCHLIST_STATUSES: readonly string[] = ['pass', 'fail', 'error', 'pending'];

/**
 * The state of a bank link. `connected` is in Footprint's documentation (2025-05 revision);
 * the others are in MoneyKit's, the vendor behind bank links. Source: MoneyKit API reference, 2025.
 */
export const LINK_STATES: readonly string[] = [
  'connected',
  'connecting',
  'awaiting_token_exchange',
  'error',
  'deleted',
];

/** Why a bank link fails. Source: MoneyKit API reference, 2025. */
export const LINK_ERRORS: readonly string[] = [
  'system_error',
  'provider_error',
  'institution_error',
  'user_error',
  'auth_expired',
  'no_accounts',
  'user_setup_required',
  'invalid_credentials',
  'user_oauth_denied',
  'user_input_incorrect',
  'incomplete',
];

/**
 * What happened to a bank link. The first two are in Footprint's documentation (2025-05 and external-id revisions).
 * Source of the others: MoneyKit API reference, 2025.
 */
export const LINK_EVENT_KINDS: readonly string[] = [
  'link.state_changed',
  'link_product_refreshed',
  'link.product_refresh',
  'product.state_changed',
  'transactions.updates_available',
];

/**
 * What was refreshed on a bank link. `transactions` is in Footprint's documentation (external-id revision).
 * Source of the others: MoneyKit API reference, 2025.
 */
export const LINK_PRODUCTS: readonly string[] = [
  'transactions',
  'accounts',
  'account_numbers',
  'identity',
  'investments',
  'enrichment',
];

/** Where a change to a vault came from. Source: Footprint webhook documentation, 2025-05 revision. */
export const VAULT_SOURCES: readonly string[] = ['dashboard'];

/**
 * Ids that stand in the documentation's examples: public, and unknown to the API (404).
 * Source: Footprint webhook documentation, 2025-05 and external-id revisions.
 */
export const EXAMPLE_IDS: ReadonlySet<unknown> = new Set([
  'fp_id_xyz',
  'link_abcd1234',
  'bank_link_abcd1234',
  'ob_SRFT2a1mN7DAWJ0VPXkiqK',
  'pb_test_QoEYTOve49Q2IAmaKVYnPs',
]);
