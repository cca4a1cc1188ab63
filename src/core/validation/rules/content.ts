import { COMPLETED, LINK, payload, REVIEW, type Rule } from './rule.ts';

const BUSINESS_ID = 'fp_bid_7GxQ2mTzVb81LdKe0RwYk3';

/** What is unusual in the contents of a payload that is in order. */
export const CONTENT_RULES = {
  unknown_event: {
    level: 'warning',
    summary: 'An event is not in the catalogue',
    meaning:
      'The `event_kind` is not in the catalogue. Footprint may add events at any time, so that this is news and no error; names that are near are suggested.',
    why: 'In a fixture it is mostly a typo, and the handler under test does nothing with it.',
    mend: 'Correct the name. For an event that really came, answer 2xx and do nothing; update fp-webhooks.',
    wrong: payload({ ...REVIEW, event_kind: 'footprint.user.manual_reviews' }),
    right: payload(REVIEW),
  },
  unknown_field: {
    level: 'warning',
    summary: 'A field is not documented for the event',
    meaning:
      'A field is not documented for this event, or for the shape as which the payload was read. Footprint may add fields at any time.',
    why: 'In a fixture it is mostly a typo: your code reads a field that never comes.',
    mend: 'Correct the name. Where Footprint really sends it, leave it: a handler must bear fields that it does not know.',
    wrong: payload({ ...REVIEW, fpid: REVIEW.fp_id }),
    right: payload(REVIEW),
  },
  unknown_value: {
    level: 'warning',
    summary: 'A value is not one of those known for the field',
    meaning:
      'A value is none of those known for the field. The lists are open: Footprint may add values at any time.',
    why: 'Code that compares with `"passed"` never lets anybody in, because Footprint says `"pass"`.',
    mend: 'Write one of the values that the message names. Let your code have a branch for any other.',
    wrong: payload({ ...COMPLETED, status: 'passed' }),
    right: payload(COMPLETED),
  },
  unexpected_value: {
    level: 'warning',
    summary: 'A known value is odd in this event',
    meaning:
      'A value is known, but odd in this event: `onboarding.completed` with `pending` or `incomplete`, which is not completed.',
    why: 'Whoever takes every completed onboarding for a decision decides about a user who is not ready.',
    mend: 'Keep such a payload as a negative case on purpose, or write `pass`, `fail` or `none`.',
    wrong: payload({ ...COMPLETED, status: 'pending' }),
    right: payload(COMPLETED),
  },
  deprecated_event: {
    level: 'warning',
    summary: 'An event is deprecated',
    meaning: 'Footprint has deprecated the event; the message names what comes in its place.',
    why: 'It comes beside its successors, so that a handler of both does everything twice.',
    mend: 'Handle `onboarding.completed` and `user.manual_review`, and answer 2xx to this one.',
    wrong: payload({
      event_kind: 'footprint.onboarding.status_changed',
      fp_id: REVIEW.fp_id,
      is_live: false,
      new_status: 'pass',
      requires_manual_review: false,
      timestamp: REVIEW.timestamp,
    }),
    right: payload(COMPLETED),
  },
  environment_mismatch: {
    level: 'warning',
    summary: 'is_live and the playbook key are of different modes',
    meaning:
      '`is_live` is false beside a playbook key that begins with `pb_live_`, or true beside `pb_test_`.',
    why: 'A payload that is both is never sent, and a handler that trusts one of them takes the sandbox for live.',
    mend: 'Let both say the same. If it really came, an endpoint of the sandbox got an event of live mode, or the reverse: look at the dashboard.',
    wrong: payload({ ...COMPLETED, is_live: true }),
    right: payload(COMPLETED),
  },
  business_id_unexpected: {
    level: 'warning',
    summary: "A business's id stands in the event of a person",
    meaning:
      'The `fp_id` of a `user.*` event begins with `fp_bid_`, which is the id of a business. These events are about people.',
    why: '`GET /users/fp_bid_…` answers 404: businesses are at `/businesses`.',
    mend: 'Write the id of a person (`fp_id_…`). Businesses come with `onboarding.completed`, `vault.updated` and `watchlist_check.completed`.',
    wrong: payload({ ...REVIEW, fp_id: BUSINESS_ID }),
    right: payload({ ...COMPLETED, fp_id: BUSINESS_ID }),
  },
  id_malformed: {
    level: 'warning',
    summary: 'An id is empty or has white space in it',
    meaning:
      'An id that Footprint gives (`fp_id`, `onboarding_id`, `playbook_key` or `link_id`) is empty or has white space in it. New prefixes and lengths are fine.',
    why: 'Nothing is found with it, and with an empty one the path of a request is that of the list.',
    mend: 'Put in the id, or one that `fp-webhooks fixtures new` makes.',
    wrong: payload({ ...REVIEW, fp_id: '' }),
    right: payload(REVIEW),
  },
  zone_missing: {
    level: 'warning',
    summary: 'A timestamp names no time zone',
    meaning:
      'The `timestamp` ends without `Z` or an offset. The documented example of a bank link is like this.',
    why: '`new Date("2025-05-05T18:40:46")` is local time in JavaScript: it is off by hours on every machine that is not in UTC.',
    mend: 'Read such a time as UTC. In a fixture, add `Z` unless you test just that.',
    wrong: payload({
      ...LINK,
      link_event_body: { state: 'connected' },
      timestamp: '2025-05-05T18:40:47.004738311',
    }),
    right: payload({ ...LINK, link_event_body: { state: 'connected' } }),
  },
  timestamp_malformed: {
    level: 'warning',
    summary: 'A timestamp is not an RFC 3339 time',
    meaning:
      'The `timestamp` is no RFC 3339 time with 0 to 9 fractional digits, or a day or hour that does not exist.',
    why: '`new Date` gives Invalid Date, and every comparison with it is false.',
    mend: 'Write it as `2025-05-05T18:40:46.240470542Z`; not as Unix seconds.',
    wrong: payload({ ...REVIEW, timestamp: '1746470446' }),
    right: payload(REVIEW),
  },
  example_data: {
    level: 'warning',
    summary: "An id is an example of Footprint's documentation",
    meaning:
      "An id is one of those in Footprint's documentation, such as `fp_id_xyz`. One finding a payload, at the first of them.",
    why: 'Nobody has these ids: a handler that calls the API with them gets 404.',
    mend: 'For tests that call the API take an id of your sandbox; else leave it and turn this off.',
    wrong: payload({ ...REVIEW, fp_id: 'fp_id_xyz' }),
    right: payload(REVIEW),
  },
} as const satisfies Readonly<Record<string, Rule>>;
