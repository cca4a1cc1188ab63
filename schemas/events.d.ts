/**
 * The bodies of Footprint's webhooks, in both documented revisions. Made by fp-webhooks schema --format typescript.
 * Footprint may add events, fields and values at any time: give a switch over them a default, which does nothing and lets
 * the request be answered with 2xx. Verify the signature of a body before you trust its type.
 */

/** A user or business has reached a final status on a playbook. */
export interface OnboardingCompleted {
  /** Always footprint.onboarding.completed */
  readonly event_kind: 'footprint.onboarding.completed';
  /** The person (fp_id_…) or the business (fp_bid_…) */
  readonly fp_id: string;
  /** True in live mode, false in the sandbox */
  readonly is_live: boolean;
  /** The outcome; none means that the playbook has no rules */
  readonly status: 'pass' | 'fail' | 'none' | (string & {});
  /** A person has yet to look at it; can stand beside pass as well as fail */
  readonly requires_manual_review: boolean;
  /** The onboarding */
  readonly onboarding_id: string;
  /** The playbook: pb_test_… in the sandbox, pb_live_… in live mode */
  readonly playbook_key: string;
  /** Your own id for the user or business, if you gave one */
  readonly external_id?: string | null;
  /** When it happened: RFC 3339 in UTC, with 0 to 9 fractional digits */
  readonly timestamp: string;
}

/**
 * The status of a user or business has changed.
 * @deprecated in favour of onboarding.completed and user.manual_review
 */
export interface OnboardingStatusChanged {
  /** Always footprint.onboarding.status_changed */
  readonly event_kind: 'footprint.onboarding.status_changed';
  /** The person (fp_id_…) or the business (fp_bid_…) */
  readonly fp_id: string;
  /** True in live mode, false in the sandbox */
  readonly is_live: boolean;
  /** The status now; pending and incomplete generally need no action */
  readonly new_status: 'pass' | 'fail' | 'none' | 'pending' | 'incomplete' | (string & {});
  /** A person has yet to look at it; can stand beside pass as well as fail */
  readonly requires_manual_review: boolean;
  /** When it happened: RFC 3339 in UTC, with 0 to 9 fractional digits */
  readonly timestamp: string;
}

/** Someone has changed the status of a user in manual review. The new status is not in the payload. */
export interface UserManualReview {
  /** Always footprint.user.manual_review */
  readonly event_kind: 'footprint.user.manual_review';
  /** The person (fp_id_…) or the business (fp_bid_…) */
  readonly fp_id: string;
  /** True in live mode, false in the sandbox */
  readonly is_live: boolean;
  /** Your own id for the user or business, if you gave one */
  readonly external_id?: string | null;
  /** When it happened: RFC 3339 in UTC, with 0 to 9 fractional digits */
  readonly timestamp: string;
}

/** Someone has asked this user for more information. */
export interface UserInfoRequested {
  /** Always footprint.user.info_requested */
  readonly event_kind: 'footprint.user.info_requested';
  /** The person (fp_id_…) or the business (fp_bid_…) */
  readonly fp_id: string;
  /** True in live mode, false in the sandbox */
  readonly is_live: boolean;
  /** Your own id for the user or business, if you gave one */
  readonly external_id?: string | null;
  /** When it happened: RFC 3339 in UTC, with 0 to 9 fractional digits */
  readonly timestamp: string;
}

/** The bank link of a user has changed. The shape of the 2025-05 revision. */
export interface UserBankLinkUpdatedShapeA {
  /** Always footprint.user.bank_link_updated */
  readonly event_kind: 'footprint.user.bank_link_updated';
  /** The person (fp_id_…) or the business (fp_bid_…) */
  readonly fp_id: string;
  /** True in live mode, false in the sandbox */
  readonly is_live: boolean;
  /** What happened to the link */
  readonly link_event_kind: 'link.state_changed' | 'link_product_refreshed' | 'link.product_refresh' | 'product.state_changed' | 'transactions.updates_available' | (string & {});
  /** The bank link */
  readonly link_id: string;
  /** What changed (shape A) */
  readonly link_event_body: {
    /** The state of the link */
    readonly state: 'connected' | 'connecting' | 'awaiting_token_exchange' | 'error' | 'deleted' | (string & {});
  };
  /** When it happened: RFC 3339 in UTC, with 0 to 9 fractional digits */
  readonly timestamp: string;
  readonly link_state?: never;
  readonly link_error?: never;
  readonly error_message?: never;
  readonly link_product_refresh?: never;
  readonly link_external_id?: never;
  readonly user_external_id?: never;
}

/** The bank link of a user has changed. The shape of the newer revision. */
export interface UserBankLinkUpdatedShapeB {
  /** Always footprint.user.bank_link_updated */
  readonly event_kind: 'footprint.user.bank_link_updated';
  /** The person (fp_id_…) or the business (fp_bid_…) */
  readonly fp_id: string;
  /** True in live mode, false in the sandbox */
  readonly is_live: boolean;
  /** What happened to the link */
  readonly link_event_kind: 'link.state_changed' | 'link_product_refreshed' | 'link.product_refresh' | 'product.state_changed' | 'transactions.updates_available' | (string & {});
  /** The bank link */
  readonly link_id: string;
  /** The state of the link (shape B) */
  readonly link_state: 'connected' | 'connecting' | 'awaiting_token_exchange' | 'error' | 'deleted' | (string & {});
  /** Why the link fails, as a code */
  readonly link_error: 'system_error' | 'provider_error' | 'institution_error' | 'user_error' | 'auth_expired' | 'no_accounts' | 'user_setup_required' | 'invalid_credentials' | 'user_oauth_denied' | 'user_input_incorrect' | 'incomplete' | (string & {}) | null;
  /** Why the link fails, as text for people */
  readonly error_message: string | null;
  /** The refresh that has just ended */
  readonly link_product_refresh: {
    /** What was refreshed */
    readonly product: 'transactions' | 'accounts' | 'account_numbers' | 'identity' | 'investments' | 'enrichment' | (string & {});
    /** Whether the refresh worked */
    readonly success: boolean;
  } | null;
  /** Your own id for the link */
  readonly link_external_id: string | null;
  /** Your own id for the user */
  readonly user_external_id: string | null;
  /** When it happened: RFC 3339 in UTC, with 0 to 9 fractional digits */
  readonly timestamp: string;
  readonly link_event_body?: never;
}

/** The bank link of a user has changed. */
export type UserBankLinkUpdated = UserBankLinkUpdatedShapeA | UserBankLinkUpdatedShapeB;

/** The vault of a user or business has been updated. */
export interface VaultUpdated {
  /** Always footprint.vault.updated */
  readonly event_kind: 'footprint.vault.updated';
  /** The person (fp_id_…) or the business (fp_bid_…) */
  readonly fp_id: string;
  /** True in live mode, false in the sandbox */
  readonly is_live: boolean;
  /** Names of the fields that changed, never their values */
  readonly fields: readonly string[];
  /** Where the change came from */
  readonly source: 'dashboard' | (string & {});
  /** Your own id for the user or business, if you gave one */
  readonly external_id?: string | null;
  /** When it happened: RFC 3339 in UTC, with 0 to 9 fractional digits */
  readonly timestamp: string;
}

/** A watchlist check has run. */
export interface WatchlistCheckCompleted {
  /** Always footprint.watchlist_check.completed */
  readonly event_kind: 'footprint.watchlist_check.completed';
  /** The person (fp_id_…) or the business (fp_bid_…) */
  readonly fp_id: string;
  /** True in live mode, false in the sandbox */
  readonly is_live: boolean;
  /** The outcome of the check; only pending is documented */
  readonly status: 'pass' | 'fail' | 'error' | 'pending' | (string & {});
  /** Why the check failed, if it did */
  readonly error: string | null;
  /** The onboarding */
  readonly onboarding_id?: string | null;
  /** When it happened: RFC 3339 in UTC, with 0 to 9 fractional digits */
  readonly timestamp: string;
}

/** Any documented event: `event_kind` tells which. */
export type FootprintEvent =
  | OnboardingCompleted
  | OnboardingStatusChanged
  | UserManualReview
  | UserInfoRequested
  | UserBankLinkUpdated
  | VaultUpdated
  | WatchlistCheckCompleted;
