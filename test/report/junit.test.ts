import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { INSUFFICIENCIES } from '../../src/core/filter/expectations.ts';
import { toJunit } from '../../src/report/junit.ts';
import type { RecordOf } from '../../src/report/records.ts';
import { CODE_POINT } from '../harness/code-point.ts';
import { volume } from '../harness/volume.ts';

type Assertion = RecordOf<'assertion'>;

const UNMET: Assertion = {
  type: 'assertion',
  met: false,
  waitedMs: 30_012,
  expectations: [
    { event: 'footprint.onboarding.completed', wanted: 1, came: 1 },
    { event: 'footprint.vault.updated', wanted: 2, came: 1 },
    { event: 'user.*', wanted: 1, came: 0 },
  ],
  instead: [
    { event: 'footprint.watchlist_check.completed', reason: 'not_expected', count: 3 },
    { event: null, reason: 'not_verified', count: 1 },
  ],
};

function parse(xml: string) {
  expect(XMLValidator.validate(xml)).toBe(true);
  const isArray = (name: string) => ['testsuite', 'testcase', 'failure'].includes(name);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray,
    parseAttributeValue: false,
  });
  return parser.parse(xml);
}

test('each expectation is a test case, and what did not come is a failure that says what came instead', () => {
  const { testsuites } = parse(toJunit(UNMET));
  const counts = { tests: '3', failures: '2', errors: '0', time: '30.012' };
  expect(testsuites).toMatchObject({ name: 'fp-webhooks', ...counts });
  const [suite] = testsuites.testsuite;
  expect(suite).toMatchObject({ name: 'fp-webhooks listen', ...counts });
  expect(suite.testcase).toMatchObject([
    { classname: 'listen.expect', name: 'footprint.onboarding.completed', time: '30.012' },
    { name: 'footprint.vault.updated=2' },
    { name: 'user.*' },
  ]);
  expect(suite.testcase[0]).not.toHaveProperty('failure');
  expect(suite.testcase[1].failure).toEqual([
    {
      message: 'vault.updated came 1 time, not 2.',
      type: 'did_not_come',
      '#text': [
        'vault.updated came 1 time, not 2.',
        'Instead came:',
        '- watchlist_check.completed × 3: nothing of the kind was expected',
        '- (no event): its signature was not verified',
      ].join('\n'),
    },
  ]);
});

test('what has come is no failure, and a lonely expectation that nothing answered says that nothing came', () => {
  const met = { ...UNMET, met: true, expectations: UNMET.expectations.slice(0, 1), instead: [] };
  expect(toJunit(met)).not.toContain('failure ');
  expect(parse(toJunit(met)).testsuites).toMatchObject({ tests: '1', failures: '0' });
  const silent = { ...UNMET, expectations: UNMET.expectations.slice(2), instead: [] };
  expect(toJunit(silent)).toContain('user.* did not come.\nNothing else came.');
});

// What Jenkins requires of the format. Source: jenkinsci/xunit-plugin, junit-10.xsd (2026).
test('it has the elements and attributes that Jenkins requires', () => {
  const { testsuite } = parse(toJunit(UNMET)).testsuites;
  for (const suite of testsuite) {
    expect(Object.keys(suite)).toEqual(
      expect.arrayContaining(['name', 'tests', 'failures', 'errors', 'testcase']),
    );
    for (const each of suite.testcase)
      expect(Object.keys(each)).toEqual(expect.arrayContaining(['name', 'classname']));
  }
});

/** Any text, with lone surrogates and characters that XML cannot hold. */
const name = fc.oneof(
  fc.string({ unit: CODE_POINT }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
  fc.string({
    unit: fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      "'",
      ']]>',
      '<!--',
      '-->',
      '\n',
      '\t',
      '\0',
      '\ufffe',
      '\ud800',
      'ä',
    ),
  }),
);

const assertion = fc.record({
  type: fc.constant('assertion' as const),
  met: fc.boolean(),
  waitedMs: fc.nat(),
  expectations: fc.array(
    fc.record({ event: name, wanted: fc.integer({ min: 1, max: 9 }), came: fc.nat({ max: 9 }) }),
  ),
  instead: fc.array(
    fc.record({
      event: fc.option(name),
      reason: fc.constantFrom(...INSUFFICIENCIES),
      count: fc.integer({ min: 1, max: 9 }),
    }),
  ),
});

// Source: XML 1.0, section 2.2.
const NOT_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

test('it is well-formed XML whatever the events are called', () => {
  fc.assert(
    fc.property(assertion, (record) => {
      const xml = toJunit(record);
      expect(xml).not.toMatch(NOT_XML);
      const { testsuites } = parse(xml);
      const failures = record.expectations.filter(({ came, wanted }) => came < wanted).length;
      expect(Number(testsuites.failures)).toBe(failures);
      expect(testsuites.testsuite[0].testcase ?? []).toHaveLength(record.expectations.length);
    }),
    { numRuns: volume(100, 500) },
  );
});
