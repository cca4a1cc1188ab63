import { expect, test } from 'vitest';
import { FINDING_CODES, RULES } from '../../src/core/validation/rules/rules.ts';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();

const UNKNOWN_FIELD = readFixture('synthetic/onboarding.completed.unknown-field');

async function severities(args: readonly string[], config?: object, env: Record<string, string> = {}) {
  const files = {
    'a.json': UNKNOWN_FIELD,
    ...(config && { 'fp-webhooks.config.json': JSON.stringify(config) }),
  };
  const cwd = makeFolder(files);
  const { status, stdout, stderr } = await run(['validate', 'a.json', '--json', ...args], { cwd, env });
  const found = ofType('finding', parseRecords(stdout)).map(({ code, severity }) => `${severity} ${code}`);
  // The quotes of a message are escaped in JSON.
  return { status, stderr: stderr.replaceAll('\\"', '"'), found };
}

test('every code has a rule, and there are no others', () => {
  expect(Object.keys(RULES).toSorted()).toEqual([...FINDING_CODES].toSorted());
});

test('--list-rules lists every rule with its level as it is set, and needs no input', async () => {
  const { status, stdout } = await run(['validate', '--list-rules', '--json', '--rule', 'example_data=off']);
  const rules = ofType('rule', parseRecords(stdout));
  expect([status, rules.map(({ code }) => code)]).toEqual([0, Object.keys(RULES)]);
  for (const { code, level, usualLevel, summary, link } of rules) {
    expect(level).toBe(code === 'example_data' ? 'off' : usualLevel);
    expect(summary).toMatch(/^[A-Zi].+[^.]$/);
    expect(link).toBe(`docs/findings.md#${code}`);
  }
});

test('for people it is a table, which says what a changed level usually is', async () => {
  const { stdout } = await run(['validate', '--list-rules', '--rule', 'unknown_field=error']);
  const lines = stdout.split('\n');
  expect(lines).toContain('not_an_object             error    A payload is no JSON object');
  expect(lines).toContain(
    'unknown_field             error    A field is not documented for the event (usually warning)',
  );
});

test.each<[readonly string[], number, readonly string[]]>([
  [[], 0, ['warning unknown_field']],
  [['--rule', 'unknown_field=error'], 1, ['error unknown_field']],
  [['--rule', 'unknown_field=off'], 0, []],
  [['--rule', 'unknown_field=off', '--rule', 'unknown_field=error'], 1, ['error unknown_field']],
  [['--rule', 'unknown_event=error'], 0, ['warning unknown_field']],
])('with %j validate ends with %i and says %j', async (args, status, found) => {
  expect(await severities(args)).toMatchObject({ status, found });
});

test('rules can be configured, and one that is typed changes its own level alone', async () => {
  const config = { rule: ['unknown_field=error', 'example_data=off'] };
  expect(await severities([], config)).toMatchObject({ status: 1, found: ['error unknown_field'] });
  expect(await severities(['--rule', 'empty=error'], config)).toMatchObject({
    found: ['error unknown_field'],
  });
  const typed = ['--rule', 'unknown_field=off'];
  expect(await severities(typed, config)).toMatchObject({ found: [] });
  const env = { FP_WEBHOOKS_RULE: 'unknown_field=error' };
  expect(await severities(typed, undefined, env)).toMatchObject({ status: 0, found: [] });
  expect(await severities(['--rule', 'empty=off'], undefined, env)).toMatchObject({ status: 1 });
  expect(await severities([], undefined, { FP_WEBHOOKS_RULE: 'unknown_field=off' })).toMatchObject({
    found: [],
  });
});

test.each([
  [
    'unknwn_field=error',
    '--rule <code=level>',
    'There is no rule "unknwn_field". Did you mean unknown_field?',
  ],
  ['no_such_thing_at_all=error', '--list-rules shows all rules', 'There is no rule "no_such_thing_at_all".'],
  [
    'unknown_field=fatal',
    '--rule',
    'The level of unknown_field cannot be "fatal". It is error, warning or off.',
  ],
  ['file_unreadable=off', '--rule', 'file_unreadable cannot be off'],
  ['unknown_field', '--rule', 'A rule is set as code=level, and "unknown_field" is not.'],
])('--rule %s is refused, naming the flag and what to write', async (rule, ...words) => {
  const { status, stderr } = await severities(['--rule', rule]);
  expect(status).toBe(2);
  for (const word of words) expect(stderr.replaceAll(/\s+/g, ' ')).toContain(word);
});

test.each(FINDING_CODES)(
  '--explain %s says why it matters and what to do, and shows a right example',
  async (code) => {
    const { status, stdout } = await run(['validate', '--explain', code]);
    expect(status).toBe(0);
    for (const word of [code, RULES[code].summary, 'Why it matters', 'What to do', 'Wrong', 'Right'])
      expect(stdout).toContain(word);
    expect(stdout).not.toMatch(/\]\(/);
  },
);

test('--explain with --json is the rule as a record, and a code that is not there has a nearest one', async () => {
  const { stdout } = await run(['validate', '--explain', 'wrong_type', '--json']);
  expect(ofType('rule', parseRecords(stdout))).toMatchObject([
    { code: 'wrong_type', explanation: { why: RULES.wrong_type.why, flags: [] } },
  ]);
  const { status, stderr } = await run(['validate', '--explain', 'wrong_typ']);
  expect(status).toBe(2);
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain('There is no rule "wrong_typ". Did you mean wrong_type?');
});

test('a rule that is wrong in the configuration is refused with its place there', async () => {
  const { status, stderr } = await severities([], { rule: 'unknwn_field=error' });
  expect(status).toBe(3);
  expect(stderr).toContain('fp-webhooks.config.json:1:9');
  expect(stderr).toContain('There is no rule "unknwn_field".');
});
