import { test } from 'vitest';
import { expectMistake, type Mistake, ONE, STEPS } from './playing.ts';

const LIST = 'The README has all keys; fixtures scenarios lists files to begin with.';

/** Variables and steps that are not there, or not what they must be. */
const MISTAKES: readonly Mistake[] = [
  [
    `${ONE}variables: { fp_id: new persn id }\n`,
    '4:21: there is no "new persn id".',
    'Did you mean "new person id"?',
  ],
  [
    `${ONE}variables: { fpid: new person id }\n`,
    `4:14: no step uses the variable "fpid": it is no field of their payloads, and no value has it between \${ and }.`,
    'Did you mean "fp_id"?',
  ],
  [
    `${ONE}variables: { timestamp: now }\n`,
    '4:14: "timestamp" is the time of each step, and no variable besides.',
    'Set the time of a step with set.',
  ],
  [
    `${ONE}variables: { 9a: x }\n`,
    '4:14: "9a" cannot be the name of a variable.',
    'It is made of letters, digits and _, a letter first.',
  ],
  [
    `${ONE}variables: { fp_id: 7 }\n`,
    '4:21: the variable "fp_id" must be a text, such as new person id, but it is 7.',
    LIST,
  ],
  [
    `${ONE}variables: { is_live: perhaps }\n`,
    '4:23: the variable does not fit step 1: `is_live` takes true or false.',
    'Give it another name, and name it in the values of the steps.',
  ],
  [
    `${ONE}variables: { a: x }\n    `,
    `4:14: no step uses the variable "a": it is no field of their payloads, and no value has it between \${ and }.`,
    'Leave it out, or use it.',
  ],
  [
    `${ONE}    set: { source: "\${sauce}" }\n`,
    '4:20: there is no variable "sauce".',
    'The variables are: timestamp.',
  ],
  [
    `${ONE}    merge:\n      fields: [id.dob, "\${sauce}"]\n`,
    '5:24: there is no variable "sauce".',
    'The variables are: timestamp.',
  ],
  [
    `${STEPS}  - delay: 1s\n`,
    '3:5: step 1 does not say what is sent.',
    'Give it one of event, file, payload and repeat.',
  ],
  [
    `${ONE}    payload: {}\n`,
    '4:5: a step sends one thing, and this one has event and payload.',
    'Keep one of them.',
  ],
  [
    `${ONE}    name: b\n  - event: vault.updated\n    name: b\n`,
    '6:11: "b" is the name of two steps.',
    'Give each its own, or leave it out.',
  ],
  [
    `${ONE}    name: step 2\n  - event: vault.updated\n`,
    '4:11: "step 2" is the name of two steps.',
    'Give each its own, or leave it out.',
  ],
  [
    `${ONE}    name: first\n  - repeat: frist\n`,
    '5:13: there is no step called "frist".',
    'Did you mean "first"?',
  ],
  [
    `${STEPS}  - repeat: step 1\n`,
    '3:13: repeat must name an earlier step, and "step 1" is this one.',
    'Move this step behind it.',
  ],
  [
    `${ONE}  - repeat: step 1\n    set: { source: api }\n`,
    '5:5: what comes again is as it was: set has no place beside repeat.',
    'Another payload is another message: use event.',
  ],
  [`${ONE}    send_after: step 2\n`, '4:17: there is no step called "step 2".', 'Did you mean "step 1"?'],
  [
    `${ONE}  - event: vault.updated\n    send_after: step 1\n`,
    '5:17: send_after must name a later step, and "step 1" is sent before this one anyway.',
    'Steps are sent in the order in which they stand.',
  ],
  [
    `${ONE}    set: { source: "\${sauce" }\n`,
    `4:20: there is no variable "\${sauce".`,
    'The variables are: timestamp.',
  ],
];

test.each(MISTAKES)('%j is a mistake at %s', expectMistake);
