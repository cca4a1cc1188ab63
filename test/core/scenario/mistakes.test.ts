import { expect, test } from 'vitest';
import { failureOf, plan } from './playing.ts';

const STEPS = 'name: a\nsteps:\n';
const ONE = `${STEPS}  - event: vault.updated\n`;

const LIST = 'The README has all keys; fixtures scenarios lists files to begin with.';
const PLACE = 'A place is written as status, link_event_body.state, fields[0] or ["a key"].';
const INVALID = 'If your app is to see that, add allow_invalid: true to the step.';

/** Each mistake, with its place and sentence, and what to do. */
const MISTAKES: readonly (readonly [text: string, message: string, hint: string])[] = [
  [
    `a: [1\n`,
    '2:1: this is not YAML: flow sequence in block collection must be sufficiently indented and end with a ].',
    'Two spaces indent, a space follows each colon and dash; JSON is YAML, too.',
  ],
  [`name: a\nname: b\n`, '2:1: "name" stands here a second time.', 'Keep one of them.'],
  [`${STEPS}\t- event: b\n`, '3:1: a tab cannot indent in YAML.', 'Use spaces.'],
  [`${ONE}---\nname: b\n`, '4:1: a second document begins here.', 'One file holds one scenario.'],
  [
    `${ONE}    set: { fp_id: \${fp_id} }\n`,
    '4:20: this is not YAML: unexpected flow-map-start at node end.',
    `Between { and } or [ and ] a value such as \${fp_id} has to stand in quotes: "\${fp_id}".`,
  ],
  [`name: !secret a\n`, '1:7: this tag has no meaning here.', 'Leave out what begins with !.'],
  [
    `name: *a\n`,
    '1:7: there is no &a before this.',
    'An anchor is written as &name before it is used as *name.',
  ],
  [
    `name: &a [*a]\n`,
    '1:11: *a stands in what it stands for.',
    'An anchor is written as &name before it is used as *name.',
  ],
  [`- name: a\n`, '1:1: the scenario must be an object with a name and steps, but it is an array.', LIST],
  [`${ONE}stepz: 1\n`, '4:1: there is no key "stepz" at the top of a scenario.', 'Did you mean "steps"?'],
  [`${ONE}    dealy: 2s\n`, '4:5: there is no key "dealy" in a step.', 'Did you mean "delay"?'],
  [`${ONE}delay: 2s\n`, '4:1: "delay" belongs in a step, not at the top.', 'Move it there.'],
  [`${ONE}    variables: {}\n`, '4:5: "variables" belongs at the top, not in a step.', 'Move it there.'],
  [`name: a\n`, '1:1: "steps" is missing: a list of 1 to 1000 steps.', LIST],
  [`steps:\n  - event: vault.updated\n`, '1:1: "name" is missing: a text of 1 to 60 characters.', LIST],
  [`name: 7\nsteps: []\n`, '1:7: "name" must be a text of 1 to 60 characters, but it is 7.', LIST],
  [`name: a\nsteps: []\n`, '2:8: "steps" must be a list of 1 to 1000 steps, but it has none.', LIST],
  [
    `${STEPS}  - vault.updated\n`,
    '3:5: step 1 must be an object, such as event: onboarding.completed, but it is "vault.updated".',
    LIST,
  ],
  [
    `${ONE}    delay: 2\n`,
    '4:12: "delay" must be a length of time with its unit, such as 500ms, 2s or 1m, but it is 2.',
    LIST,
  ],
  [
    `${ONE}    delay: 2 days\n`,
    '4:12: "delay" must be a length of time with its unit, such as 500ms, 2s or 1m, but it is "2 days".',
    LIST,
  ],
  [
    `${ONE}    delay: 25h\n`,
    '4:12: "delay" must be at most 24h.',
    'A step does not have to wait as long as it does at Footprint.',
  ],
  [`${ONE}    duplicate: 0\n`, '4:16: "duplicate" must be a whole number from 1 to 100, but it is 0.', LIST],
  [
    `${ONE}    expect: 600\n`,
    '4:13: "expect" must be a status from 200 to 599, a class such as 4xx, or a list of such, but it is 600.',
    LIST,
  ],
  [
    `${ONE}    expect: [2xx, ok]\n`,
    '4:19: "expect" must be a status from 200 to 599, a class such as 4xx, or a list of such, but it is "ok".',
    LIST,
  ],
  [
    `${ONE}    set: [status]\n`,
    '4:10: "set" must be places and values, such as status: fail, but it is an array.',
    LIST,
  ],
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
  [
    `a: [1\n`,
    '2:1: this is not YAML: flow sequence in block collection must be sufficiently indented and end with a ].',
    'Two spaces indent, a space follows each colon and dash; JSON is YAML, too.',
  ],
  [`name: a\nname: b\n`, '2:1: "name" stands here a second time.', 'Keep one of them.'],
  [`${STEPS}\t- event: b\n`, '3:1: a tab cannot indent in YAML.', 'Use spaces.'],
  [`${ONE}---\nname: b\n`, '4:1: a second document begins here.', 'One file holds one scenario.'],
  [
    `${ONE}    set: { fp_id: \${fp_id} }\n`,
    '4:20: this is not YAML: unexpected flow-map-start at node end.',
    `Between { and } or [ and ] a value such as \${fp_id} has to stand in quotes: "\${fp_id}".`,
  ],
  [`name: !secret a\n`, '1:7: this tag has no meaning here.', 'Leave out what begins with !.'],
  [
    `name: *a\n`,
    '1:7: there is no &a before this.',
    'An anchor is written as &name before it is used as *name.',
  ],
  [
    `name: &a [*a]\n`,
    '1:11: *a stands in what it stands for.',
    'An anchor is written as &name before it is used as *name.',
  ],
  [`- name: a\n`, '1:1: the scenario must be an object with a name and steps, but it is an array.', LIST],
  [`${ONE}stepz: 1\n`, '4:1: there is no key "stepz" at the top of a scenario.', 'Did you mean "steps"?'],
  [`${ONE}    dealy: 2s\n`, '4:5: there is no key "dealy" in a step.', 'Did you mean "delay"?'],
  [`${ONE}delay: 2s\n`, '4:1: "delay" belongs in a step, not at the top.', 'Move it there.'],
  [`${ONE}    variables: {}\n`, '4:5: "variables" belongs at the top, not in a step.', 'Move it there.'],
  [`name: a\n`, '1:1: "steps" is missing: a list of 1 to 1000 steps.', LIST],
  [`steps:\n  - event: vault.updated\n`, '1:1: "name" is missing: a text of 1 to 60 characters.', LIST],
  [`name: 7\nsteps: []\n`, '1:7: "name" must be a text of 1 to 60 characters, but it is 7.', LIST],
  [`name: a\nsteps: []\n`, '2:8: "steps" must be a list of 1 to 1000 steps, but it has none.', LIST],
  [
    `${STEPS}  - vault.updated\n`,
    '3:5: step 1 must be an object, such as event: onboarding.completed, but it is "vault.updated".',
    LIST,
  ],
  [
    `${ONE}    delay: 2\n`,
    '4:12: "delay" must be a length of time with its unit, such as 500ms, 2s or 1m, but it is 2.',
    LIST,
  ],
  [
    `${ONE}    delay: 2 days\n`,
    '4:12: "delay" must be a length of time with its unit, such as 500ms, 2s or 1m, but it is "2 days".',
    LIST,
  ],
  [
    `${ONE}    delay: 25h\n`,
    '4:12: "delay" must be at most 24h.',
    'A step does not have to wait as long as it does at Footprint.',
  ],
  [`${ONE}    duplicate: 0\n`, '4:16: "duplicate" must be a whole number from 1 to 100, but it is 0.', LIST],
  [
    `${ONE}    expect: 600\n`,
    '4:13: "expect" must be a status from 200 to 599, a class such as 4xx, or a list of such, but it is 600.',
    LIST,
  ],
  [
    `${ONE}    expect: [2xx, ok]\n`,
    '4:19: "expect" must be a status from 200 to 599, a class such as 4xx, or a list of such, but it is "ok".',
    LIST,
  ],
  [
    `${ONE}    set: [status]\n`,
    '4:10: "set" must be places and values, such as status: fail, but it is an array.',
    LIST,
  ],
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
  [
    `${ONE}    set: { source: "\${sauce" }\n`,
    `4:20: there is no variable "\${sauce".`,
    'The variables are: timestamp.',
  ],
];

test.each(MISTAKES)('%j is a mistake at %s', async (text, message, hint) => {
  expect(await failureOf(plan(text))).toMatchObject({
    code: 'file_malformed',
    message: `a.yaml:${message}`,
    hint,
  });
});

test.each([
  ['', 'a.yaml is empty.'],
  ['# nothing\n', 'a.yaml is empty.'],
  ['['.repeat(200_000), 'a.yaml is nested too deeply.'],
  ['- '.repeat(200_000), 'a.yaml is nested too deeply.'],
  ['{a: '.repeat(5_000), 'a.yaml is nested too deeply.'],
  [' '.repeat(1_048_577), 'a.yaml is larger than 1 MiB, which no scenario is.'],
  [
    Buffer.from('name: \xff\n', 'latin1'),
    'a.yaml:1:7: byte 0xFF is not UTF-8, in which this file must be written.',
  ],
])('a file that cannot be one is refused (%#)', async (text, message) => {
  expect(await failureOf(plan(text))).toMatchObject({ code: 'file_malformed', message });
});

test('a file that would unfold to billions of values is refused before it does', async () => {
  const lines = Array.from({ length: 12 }, (_, level) => {
    const below = level === 0 ? 'x' : `*l${level - 1}`;
    return `  - &l${level} [${Array.from({ length: 10 }, () => below).join(', ')}]\n`;
  });
  const failure = await failureOf(plan(`name: a\nsteps:\n${lines.join('')}`));
  expect(failure.message).toBe('a.yaml uses its anchors more than 100 times.');
});
