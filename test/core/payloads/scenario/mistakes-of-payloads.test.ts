import { test } from 'vitest';
import { expectMistake, type Mistake, ONE, STEPS } from './playing.ts';

const PLACE = 'A place is written as status, link_event_body.state, fields[0] or ["a key"].';
const INVALID = 'If your app is to see that, add allow_invalid: true to the step.';

/** What does not fit the payload of a step. */
const MISTAKES: readonly Mistake[] = [
  [`${ONE}    set: { header:a: b }\n`, '4:12: a header is no part of the payload.', PLACE],
  [`${ONE}    set: { a..b: b }\n`, '4:12: "a..b" is no place in a payload.', PLACE],
  [
    `${ONE}    set: { "fields[7]": b }\n`,
    '4:12: `fields` has 2 values, and a value at 7 would leave a hole.',
    'The next one is fields[2]; fields[] is always the next.',
  ],
  [
    `${ONE}    set: { is_live: maybe }\n`,
    '4:21: `is_live` takes true or false.',
    'For a text all the same, put it in quotes and add allow_invalid: true to the step.',
  ],
  [
    `${ONE}    set: { is_live: "true" }\n`,
    '4:21: step 1 would not be as Footprint sends it: `is_live` should be a boolean, but it is a string.',
    INVALID,
  ],
  [`${ONE}    set: { source: .nan }\n`, '4:20: JSON has no such number.', 'For a text, put it in quotes.'],
  [
    `${ONE}    unset: [sauce]\n`,
    '4:13: there is no `sauce` to remove in the payload of step 1.',
    'Leave out sauce, or correct it.',
  ],
  [
    `${ONE}    unset: [fp_id]\n`,
    '3:12: step 1 would not be as Footprint sends it: `fp_id` is missing; it should be a string.',
    INVALID,
  ],
  [
    `${STEPS}  - payload: { a: 1 }\n`,
    '3:14: step 1 would not be as Footprint sends it: `event_kind` is missing. It says which event this is.',
    INVALID,
  ],
];

test.each(MISTAKES)('%j is a mistake at %s', expectMistake);
