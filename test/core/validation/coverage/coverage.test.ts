import { expect, test } from 'vitest';
import { EVENTS } from '../../../../src/core/events/catalogue.ts';
import { toCoverage } from '../../../../src/core/validation/coverage/coverage.ts';
import { parseRequirement } from '../../../../src/core/validation/coverage/requirement.ts';
import { gather, LEVELS, part } from '../run/sample.ts';

const VAULT = 'footprint.vault.updated';
const LINK = 'footprint.user.bank_link_updated';

const SEEN = {
  [VAULT]: { count: 2, values: { source: { dashboard: 2 } } },
  [LINK]: { count: 1, values: { 'link_event_body.state': { connected: 1 } } },
};

test('what was seen in several parts is added up, in the order of the catalogue', () => {
  const run = gather([part({ seen: { [VAULT]: { count: 1, values: {} } } }), part({ seen: SEEN })]);
  expect(run.seen).toEqual({ ...SEEN, [VAULT]: { count: 3, values: { source: { dashboard: 2 } } } });
  expect(Object.keys(run.seen)).toEqual([LINK, VAULT]);
});

test('what the catalogue does not have is not counted, whatever its name', () => {
  const seen = JSON.parse(
    `{"__proto__":{"count":1,"values":{}},"x":{"count":1,"values":{}},"${VAULT}":{"count":1,"values":{"__proto__":{"a":1},"source":{"constructor":1,"x":2}}}}`,
  );
  expect(gather([part({ seen })]).seen).toEqual({ [VAULT]: { count: 1, values: {} } });
});

test('every event and every documented value has its count, also 0', () => {
  const coverage = toCoverage(SEEN);
  expect(coverage.map(({ event, count }) => [event, count])).toEqual(
    EVENTS.map(({ kind }) => [kind, kind === VAULT ? 2 : kind === LINK ? 1 : 0]),
  );
  const link = coverage.find(({ event }) => event === LINK);
  expect(link?.fields.find(({ place }) => place === 'link_event_body.state')?.values.slice(0, 2)).toEqual([
    { value: 'connected', count: 1 },
    { value: 'connecting', count: 0 },
  ]);
  expect(link?.fields.map(({ place }) => place)).toContain('link_product_refresh.product');
});

const messagesOf = (required: readonly string[], seen = SEEN) =>
  gather([part({ input: 1, seen })], { required: parseRequirement(required) }).groups.map(
    ({ message, places }) => `${places[0]?.file}:${places[0]?.line}:${places[0]?.column} ${message}`,
  );

test('an event that is required and in no input is an error that no input is to blame for', () => {
  expect(messagesOf(['vault.updated,user.*'])).toEqual([
    '(all inputs):1:1 user.manual_review is required, and no input has it.',
    '(all inputs):1:1 user.info_requested is required, and no input has it.',
  ]);
  expect(messagesOf(['all'])).toHaveLength(4);
  expect(messagesOf(['vault.updated', 'footprint.user.bank_link_updated'])).toEqual([]);
});

test('with values, each documented value of an event that came must have come', () => {
  const found = messagesOf(['values']);
  expect(found).toContain('(all inputs):1:1 onboarding.completed is required, and no input has it.');
  const about = found.filter((each) => each.includes('user.bank_link_updated'));
  expect(about).toContain(
    '(all inputs):1:1 `link_event_body.state` = "error" is required in user.bank_link_updated, and no input has it.',
  );
  expect(about.join()).not.toContain('`link_event_body.state` = "connected"');
  // Nothing is said of the values of an event that did not come at all.
  expect(found.join()).not.toContain('onboarding.completed, and');
});

test('what lacks is told after all else, and can be a warning, switched off or accepted', () => {
  const parts = [part({ seen: SEEN })];
  const required = parseRequirement(['onboarding.completed']);
  const levels = (coverage_missing: 'warning' | 'off') => ({ ...LEVELS, coverage_missing });
  expect(gather(parts, { required, levels: levels('warning') })).toMatchObject({ errors: 0, warnings: 1 });
  expect(gather(parts, { required, levels: levels('off') })).toMatchObject({ findings: [] });
  const baseline = { accept: (_: unknown, count: number) => count };
  expect(gather(parts, { required, baseline })).toMatchObject({ errors: 0, accepted: 1, findings: [] });
});

test.each([
  [
    ['onboarding.complete'],
    'There is no event called "onboarding.complete".',
    'Did you mean onboarding.completed?',
  ],
  [['user.x*'], 'No event fits "user.x*".', 'The events are: onboarding.completed,'],
  [[''], 'There is no event called "".', 'The events are: onboarding.completed,'],
])('%j is refused', (texts, message, hint) => {
  expect(() => parseRequirement(texts)).toThrow(
    expect.objectContaining({ message, hint: expect.stringContaining(hint) }),
  );
});

test.each([
  [['all'], 6, false],
  [['values'], 6, false],
  [['onboarding.*'], 1, false],
  [['onboarding.status_*'], 1, true],
  [['onboarding.status_changed'], 1, true],
  [['all', 'onboarding.status_changed'], 7, true],
])('%j requires %i events, deprecated ones only where they are named', (words, count, isDeprecated) => {
  const { events } = parseRequirement(words);
  expect([events.size, events.has('footprint.onboarding.status_changed')]).toEqual([count, isDeprecated]);
});
