import { COMPLETED, LINK, payload, REVIEW, type Rule, SHAPE_B } from './rule.ts';

const { event_kind: _, ...NAMELESS } = REVIEW;
const { fp_id: __, ...WITHOUT_ID } = REVIEW;

/** What keeps a payload from being one that Footprint sends. */
export const STRUCTURE_RULES = {
  not_an_object: {
    level: 'error',
    summary: 'A payload is no JSON object',
    meaning:
      'The JSON is a list within a list, a text, a number, a boolean or null. Every payload of Footprint is one object.',
    why: 'A handler that reads `payload.event_kind` of such a value gets undefined or an exception, and answers 500.',
    mend: 'Write the object itself. A body that is a text with JSON in it was serialised twice: parse it once more where it was made.',
    wrong: payload(JSON.stringify(REVIEW)),
    right: payload(REVIEW),
  },
  event_kind_missing: {
    level: 'error',
    summary: 'A payload does not say which event it is',
    meaning: 'There is no `event_kind`, which is the only thing that says which event this is.',
    why: 'A handler that chooses by `event_kind` ignores such a payload, or takes it for something else.',
    mend: 'Add `event_kind` with the full name of the event, such as `footprint.user.manual_review`. Footprint has no `type`.',
    wrong: payload(NAMELESS),
    right: payload(REVIEW),
  },
  wrapped_payload: {
    level: 'error',
    summary: 'An event is wrapped in data, payload or event',
    meaning:
      'The event stands in `data`, `payload` or `event`, as other services send theirs. Footprint sends it flat.',
    why: 'It is the commonest mistake in handlers of these webhooks: `event.data.fp_id` is undefined for every real delivery.',
    mend: 'Take the wrapper away, and read `event_kind` and all other fields at the top.',
    wrong: payload({ type: REVIEW.event_kind, data: REVIEW }),
    right: payload(REVIEW),
  },
  field_missing: {
    level: 'error',
    summary: 'A field that the event always has is missing',
    meaning: 'A field is missing that this event always has. A field that may be absent is never told.',
    why: 'Code that is tested with such a payload is not tested with what comes: it may never have read that field.',
    mend: 'Add the field; `fp-webhooks events show EVENT` lists them with an example.',
    wrong: payload(WITHOUT_ID),
    right: payload(REVIEW),
  },
  wrong_type: {
    level: 'error',
    summary: 'A value has another JSON type than the field',
    meaning:
      'A value has another JSON type than the field: a text in place of true, a number in place of a text, null where null is not documented.',
    why: '`if (payload.requires_manual_review)` is true for the text `"false"`: a user who has to wait is let in.',
    mend: 'Write the value as the type that the message names.',
    wrong: payload({ ...COMPLETED, requires_manual_review: 'false' }),
    right: payload(COMPLETED),
  },
  wrong_shape: {
    level: 'error',
    summary: 'A payload fits none of the shapes of its event',
    meaning:
      '`user.bank_link_updated` has two shapes: A has `link_event_body`, B has `link_state`, `link_error` and others in its place. The payload has the fields of neither, or mixes them without being right as one. The finding explains the shape that is nearest, and what keeps the payload from it.',
    why: 'A handler has to take both shapes, and a payload of none tests neither.',
    mend: 'Take all fields of one shape and none of the other: `fp-webhooks events show user.bank_link_updated` has both.',
    wrong: payload({ ...LINK, link_event_body: {}, link_state: 'connected' }),
    right: payload({ ...LINK, ...SHAPE_B }),
  },
  older_revision: {
    level: 'error',
    summary: 'A payload follows the revision of March 2024',
    meaning:
      'The payload has no `event_kind`, no `is_live` and no `playbook_key`, but an `fp_id`: so were the payloads that Footprint documented in March 2024, older than this tool knows.',
    why: 'Nothing in such a payload says which event it is. Footprint does not send it any more.',
    mend: 'Take the payload of a real delivery in its place, or `fp-webhooks fixtures new EVENT`.',
    wrong: payload({ fp_id: REVIEW.fp_id, status: 'pass', timestamp: REVIEW.timestamp }),
    right: payload(COMPLETED),
  },
} as const satisfies Readonly<Record<string, Rule>>;
