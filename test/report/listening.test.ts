import { expect, test } from 'vitest';
import type { RecordOf } from '../../src/report/records.ts';
import { APP, AUDIT, answered, DIAGNOSED, READY, RECEIVED, render, sentTo, UNVERIFIED } from './sample.ts';

const lines = (text: string) => text.trimEnd().split('\n');

test('with several apps the line counts their answers, and each stands below with its URL, in the order of the flags', () => {
  const text = render([
    sentTo(APP, AUDIT),
    answered(AUDIT, 500, { answer: 'oops', hint: 'Look at its log.' }),
    answered(APP, 204, { answerStatus: 500 }),
  ]);
  const [main = '', advice, ...below] = lines(text);
  expect(main).toMatch(/sandbox {2}→ 1 of 2 answered 2xx {2}the sender got 500$/);
  expect(advice?.trim()).toBe('Do not activate until the review is done.');
  expect(below).toEqual([
    `            ${APP}  → 204  12 ms`,
    `            ${AUDIT}  → 500  12 ms`,
    '            it answered: oops',
    '            Look at its log.',
  ]);
});

test('when all apps are content the line says so, and nothing of what the sender got', () => {
  const [main = ''] = lines(
    render([sentTo(APP, AUDIT), answered(APP, 200), answered(AUDIT, 204, { answerStatus: 200 })]),
  );
  expect(main).toMatch(/→ 2 of 2 answered 2xx$/);
});

test('an app that gave no answer has its reason below', () => {
  const text = render([
    sentTo(APP, AUDIT),
    answered(APP, 200),
    answered(AUDIT, null, { error: { code: 'refused', message: 'connection refused' }, answerStatus: 502 }),
  ]);
  expect(text).toMatch(/→ 1 of 2 answered 2xx {2}the sender got 502\n/);
  expect(text).toContain(`${AUDIT}  → connection refused  12 ms`);
});

test('of several apps that take their time, those that have answered are shown, and the others come late with their URL', () => {
  const text = render([
    sentTo(APP, AUDIT),
    answered(APP, 200),
    { type: 'waiting', id: RECEIVED.id, url: AUDIT, afterMs: 1_000 },
    answered(AUDIT, 503, { answerStatus: 503 }),
  ]);
  const [main = '', , first, late] = lines(text);
  expect(main).toMatch(/→ waiting for 1 of 2 apps$/);
  expect(first).toBe(`            ${APP}  → 200  12 ms`);
  expect(late).toBe(`            onboarding.completed answered late  ${AUDIT}  → 503  12 ms`);
});

test('a delivery that is sent again by hand is named, and with several apps the URL as well', () => {
  const again = { replayed: true } as const;
  expect(render([sentTo(APP), answered(APP, 500), answered(APP, 200, again)])).toContain(
    'onboarding.completed sent again  → 200',
  );
  const both = render([
    sentTo(APP, AUDIT),
    answered(APP, 200),
    answered(AUDIT, 200),
    answered(AUDIT, 200, again),
  ]);
  expect(both).toContain(`onboarding.completed sent again  ${AUDIT}  → 200`);
});

test("what the sender got is said where it is not the app's own status", () => {
  expect(render([sentTo(APP), answered(APP, 200, { answerStatus: 502 })])).toMatch(
    /→ 200 {2}12 ms {2}the sender got 502/,
  );
  expect(render([sentTo(APP), answered(APP, 500, { answerStatus: 500 })])).not.toContain('sender');
});

test('with an app, a valid delivery that goes nowhere is said not to be forwarded', () => {
  expect(render([READY, RECEIVED])).toMatch(/sandbox {2}→ not forwarded\n/);
  expect(render([RECEIVED])).not.toContain('forwarded');
});

test.each([
  [400, [READY], /does not match +→ not forwarded\n/],
  [200, [READY], /does not match +→ not forwarded {2}→ answered 200\n/],
  [503, [READY], /does not match +→ not forwarded {2}→ answered 503\n/],
  [400, [], /does not match +→ answered 400\n/],
  [200, [], /does not match +→ answered 200\n/],
] as const)(
  'what failed its check and was answered %i is shown with what is not expected of it',
  (status, first, line) => {
    expect(render([...first, { ...UNVERIFIED, answerStatus: status }, DIAGNOSED])).toMatch(line);
  },
);

test('an answer on purpose is called so', () => {
  expect(render([{ ...RECEIVED, onPurpose: true, answerStatus: 200 }])).toContain(
    '→ answered 200 on purpose',
  );
  expect(render([{ ...RECEIVED, onPurpose: true, answerStatus: null }])).toContain(
    '→ connection closed on purpose',
  );
  const forwarded = { ...sentTo(APP), onPurpose: true, answerStatus: 500 };
  expect(render([READY, forwarded, answered(APP, 200)])).toMatch(
    /→ 200 {2}12 ms {2}→ answered 500 on purpose/,
  );
});

test.each([
  [0.0124, true, 'attempt 2, 12 ms after the first'],
  [5.2, true, 'attempt 2, 5 s after the first'],
  [300, false, 'attempt 2, 5 min after the first, with another body'],
])('the second attempt %d s later is said to be one', (secondsAgo, sameBody, words) => {
  const again = { attempt: 2, firstAttempt: { secondsAgo, sameBody } };
  expect(render([{ ...RECEIVED, ...again }])).toContain(words);
  expect(render([{ ...UNVERIFIED, ...again }, DIAGNOSED])).toContain(words);
});

test('the banner says of each route what goes there', () => {
  const forwards = [{ url: APP, event: 'footprint.user.*' }, { url: AUDIT }];
  const text = render([{ ...READY, forwards }]);
  expect(text).toContain(`${APP} (footprint.user.*)`);
  expect(text).toContain(`${AUDIT} (all others)`);
  expect(render([READY])).toMatch(/forwarding to {3}\S+\n/);
});

const SUMMARY: RecordOf<'summary'> = {
  type: 'summary',
  command: 'listen',
  received: 3,
  verified: 2,
  failed: 1,
  refused: 0,
  forwarded: 0,
  filtered: 2,
  notKept: 1,
  history: 'history.db',
};

test('the summary says how many the filter held back and how many were not kept', () => {
  expect(render([SUMMARY]).trim()).toBe(
    '3 deliveries received, 2 verified, 1 not, 2 not shown because of the filter, 1 not kept; kept in history.db.',
  );
  expect(render([{ ...SUMMARY, received: 1, notKept: 1 }])).not.toContain('kept in');
});

const ASSERTION: RecordOf<'assertion'> = {
  type: 'assertion',
  met: false,
  waitedMs: 30_012,
  expectations: [
    { event: 'footprint.vault.updated', wanted: 2, came: 1 },
    { event: 'user.*', wanted: 3, came: 0 },
    { event: 'footprint.onboarding.completed', wanted: 1, came: 1 },
  ],
  instead: [
    { event: 'footprint.vault.updated', reason: 'repeated', count: 2 },
    { event: null, reason: 'not_expected', count: 1 },
    { event: 'footprint.user.manual_review', reason: 'condition', count: 1 },
  ],
};

test('what was expected and did not come is told, and what came instead', () => {
  expect(lines(render([ASSERTION]))).toEqual([
    '',
    '✗ 2 of 3 expectations not met within 30.0 s:',
    '  vault.updated came 1 time, not 2.',
    '  user.* did not come (3 were expected).',
    '  Instead came:',
    '    vault.updated × 2: the same message came before',
    '    (no event): nothing of the kind was expected',
    '    user.manual_review: held back by --event or --where',
  ]);
  expect(render([{ ...ASSERTION, instead: [] }])).toContain('Nothing else came.');
});

test('what was expected and came is told in a line', () => {
  expect(lines(render([{ ...ASSERTION, met: true, waitedMs: 420 }]))).toEqual([
    '',
    '✓ 3 expectations met after 0.4 s.',
  ]);
});
