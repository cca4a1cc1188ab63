import { expect, test } from 'vitest';
import { expectMistake, failureOf, type Mistake, ONE, plan, STEPS } from './playing.ts';

const LIST = 'The README has all keys; fixtures scenarios lists files to begin with.';

/** What is no YAML, or not of the form of a scenario. */
const MISTAKES: readonly Mistake[] = [
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
];

test.each(MISTAKES)('%j is a mistake at %s', expectMistake);

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
