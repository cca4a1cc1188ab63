import type { EventName } from './definition.ts';
import { findLinkState, findMixedMode, findText, objectAt, type PayloadObject } from './payload.ts';

/** One row of the decision table, with its condition. */
export interface AdviceRule {
  readonly code: string;
  readonly when: string;
  readonly sentence: string;
  /** Whether the payload is not enough and the user has to be read again. */
  readonly refetch?: true;
  readonly applies: (payload: PayloadObject) => boolean;
}

const always = () => true;

/** A missing or broken flag counts as an open review: nobody is activated by mistake. */
const inReview = (payload: PayloadObject) => payload['requires_manual_review'] !== false;

function hasStatus(status: string, review?: boolean): (payload: PayloadObject) => boolean {
  return (payload) => payload['status'] === status && (review === undefined || inReview(payload) === review);
}

function needsRelink(payload: PayloadObject): boolean {
  return findLinkState(payload) === 'error' || payload['link_error'] === 'auth_expired';
}

const onboardingCompleted: readonly AdviceRule[] = [
  {
    code: 'activate',
    when: 'pass, no review',
    sentence: 'All clear: you can activate them.',
    applies: hasStatus('pass', false),
  },
  {
    code: 'hold',
    when: 'pass, review open',
    sentence: 'They passed, but a review is still open: wait for it before you activate them.',
    applies: hasStatus('pass', true),
  },
  {
    code: 'decline',
    when: 'fail, no review',
    sentence: 'They did not pass: decline them.',
    applies: hasStatus('fail', false),
  },
  {
    code: 'queue_for_review',
    when: 'fail, review open',
    sentence: 'They did not pass, but this is not final: put them in your review queue.',
    applies: hasStatus('fail', true),
  },
  {
    code: 'apply_own_policy',
    when: 'none, no review',
    sentence: 'This playbook has no rules, so the decision is yours: apply your own policy.',
    applies: hasStatus('none', false),
  },
  {
    code: 'apply_own_policy_after_review',
    when: 'none, review open',
    sentence:
      'This playbook has no rules and a review is still open: wait for it, then apply your own policy.',
    applies: hasStatus('none', true),
  },
  {
    code: 'keep_waiting',
    when: 'pending, incomplete or an unknown status',
    sentence: 'This is not an outcome yet: keep waiting, and look them up to see where they stand.',
    refetch: true,
    applies: always,
  },
];

const statusChanged: AdviceRule = {
  code: 'ignore_deprecated',
  when: 'always',
  sentence:
    'This event is deprecated. If you handle onboarding.completed and user.manual_review, ignore it; if not, read new_status.',
  applies: always,
};

const manualReview: AdviceRule = {
  code: 'refetch_status',
  when: 'always',
  sentence:
    'The new status is not in this event: look the user up and apply what you find. Doing so twice must be harmless.',
  refetch: true,
  applies: always,
};

const infoRequested: AdviceRule = {
  code: 'refetch_request',
  when: 'always',
  sentence: 'Look the user up; if there is a requires_additional_info, get in touch with them.',
  refetch: true,
  applies: always,
};

const vaultUpdated: AdviceRule = {
  code: 'invalidate_copies',
  when: 'always',
  sentence:
    'If you keep copies of these fields, fetch them again. Your own writes can come back as this event: mind the loop.',
  applies: always,
};

const bankLinkUpdated: readonly AdviceRule[] = [
  {
    code: 'drop_link',
    when: 'deleted',
    sentence: 'The link is gone: forget your reference to it.',
    applies: (payload) => findLinkState(payload) === 'deleted',
  },
  {
    code: 'ask_to_relink',
    when: 'error, or the error auth_expired',
    sentence: 'The link is broken: pause what depends on it and ask the user to link the bank again.',
    applies: needsRelink,
  },
  {
    code: 'keep_older_data',
    when: 'a refresh failed',
    sentence: 'The refresh failed: keep what you have, and remember that it may be out of date.',
    applies: (payload) => objectAt(payload, 'link_product_refresh')['success'] === false,
  },
  {
    code: 'enable_link',
    when: 'connected',
    sentence: 'The link works: you can use it.',
    applies: (payload) => findLinkState(payload) === 'connected',
  },
  {
    code: 'await_link',
    when: 'connecting, or an unknown state',
    sentence: 'The link is not ready yet: wait for the next event.',
    applies: always,
  },
];

const watchlistCheckCompleted: readonly AdviceRule[] = [
  {
    code: 'do_not_treat_as_pass',
    when: 'error',
    sentence: 'The check did not work: never treat this as a pass.',
    applies: (payload) => payload['status'] === 'error' || findText(payload, 'error') !== undefined,
  },
  {
    code: 'record_pass',
    when: 'pass',
    sentence: 'Nothing was found: record it.',
    applies: hasStatus('pass'),
  },
  {
    code: 'escalate_match',
    when: 'fail',
    sentence: 'This may be a match: pass it on to whoever handles compliance.',
    applies: hasStatus('fail'),
  },
  {
    code: 'await_check',
    when: 'pending or an unknown status',
    sentence: 'Treat the check as not finished, even though the event is called completed.',
    applies: always,
  },
];

/**
 * The decision table: for each event the first row that applies is the advice.
 * Source: Footprint webhook documentation, 2025-05 revision; the rows for bank links also follow MoneyKit's reference, 2025.
 */
export const RULES: Readonly<Record<EventName, readonly AdviceRule[]>> = {
  'onboarding.completed': onboardingCompleted,
  'onboarding.status_changed': [statusChanged],
  'user.manual_review': [manualReview],
  'user.info_requested': [infoRequested],
  'user.bank_link_updated': bankLinkUpdated,
  'vault.updated': [vaultUpdated],
  'watchlist_check.completed': watchlistCheckCompleted,
};

/** Said in addition when an onboarding is that of a business. Source: Footprint API documentation, 2025. */
export const BUSINESS_RULE: AdviceRule = {
  code: 'read_business',
  when: 'fp_id begins with fp_bid_',
  sentence: 'It is a business: look it up at /businesses, not at /users.',
  applies: always,
};

/** For a message that came before, whatever it says. Source: Svix documentation, 2026: delivery is at least once. */
export const DUPLICATE_RULE: AdviceRule = {
  code: 'ignore_duplicate',
  when: 'the svix-id came before',
  sentence: 'This message came before: if you have processed it, answer 2xx and do nothing more.',
  applies: always,
};

/** For an event whose `is_live` is not what its playbook says. */
export const ENVIRONMENT_RULE: AdviceRule = {
  code: 'ignore_wrong_environment',
  when: 'is_live is not that of your environment',
  sentence: 'It is from the other environment: answer 2xx and do nothing.',
  applies: (payload) => findMixedMode(payload) !== undefined,
};

/** For events that the catalogue does not have. */
export const UNKNOWN_EVENT_RULE: AdviceRule = {
  code: 'ignore_unknown',
  when: 'an unknown event',
  sentence: 'This event is new to the catalogue: answer 2xx and do nothing.',
  applies: always,
};
