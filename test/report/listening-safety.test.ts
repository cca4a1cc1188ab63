import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INSUFFICIENCIES } from '../../src/core/filter/expectations.ts';
import { widthOfText } from '../../src/report/width.ts';
import { CODE_POINT } from '../harness/code-point.ts';
import { UNSEEN } from '../harness/unseen.ts';
import { volume } from '../harness/volume.ts';
import { answered, DIAGNOSED, READY, RECEIVED, render, sentTo, UNVERIFIED } from './sample.ts';

/** Text as it may come from outside: anything, and what moves a cursor, hides text or turns it round. */
const outside = fc.oneof(
  fc.string({ unit: CODE_POINT, maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      '\u001b',
      '[2J',
      '\u009b31m',
      '\n',
      '\r',
      '\t',
      '\u202e',
      '\u{e0041}',
      'a',
      ' ',
      '字',
    ),
    maxLength: 40,
  }),
);
const status = fc.option(fc.integer({ min: 200, max: 599 }));
const latencyMs = fc.double({ min: 0, max: 1e6, noNaN: true });

const answer = fc.record({
  url: outside,
  status,
  latencyMs,
  answerStatus: status,
  answer: outside,
  hint: outside,
  error: fc.record({ code: outside, message: outside }),
  replayed: fc.boolean(),
});

const assertion = fc.record({
  type: fc.constant('assertion' as const),
  met: fc.boolean(),
  waitedMs: latencyMs,
  expectations: fc.array(fc.record({ event: outside, wanted: fc.integer({ min: 1 }), came: fc.nat() })),
  instead: fc.array(
    fc.record({
      event: fc.option(outside),
      reason: fc.constantFrom(...INSUFFICIENCIES),
      count: fc.integer({ min: 1 }),
    }),
  ),
});

const scene = fc.record({
  event: fc.option(outside),
  answers: fc.array(answer, { minLength: 1, maxLength: 3 }),
  attempt: fc.integer({ min: 2, max: 1_000 }),
  secondsAgo: fc.double({ min: 0, max: 1e9, noNaN: true }),
  sameBody: fc.boolean(),
  ownStatus: status,
  onPurpose: fc.boolean(),
  isLate: fc.boolean(),
  assertion,
});
type Scene = typeof scene extends fc.Arbitrary<infer Value> ? Value : never;

function show(drawn: Scene, columns: number): string {
  const { event, answers, attempt, secondsAgo, sameBody, ownStatus, onPurpose, isLate, assertion } = drawn;
  const common = { event, attempt, firstAttempt: { secondsAgo, sameBody }, onPurpose };
  const urls = answers.map(({ url }) => url);
  const waiting = { type: 'waiting', id: RECEIVED.id, url: urls[0] ?? '', afterMs: 1_000 } as const;
  return render(
    [
      { ...READY, forwards: answers.map(({ url }) => ({ url, event: 'user.*' })) },
      { ...sentTo(...urls), ...common },
      ...(isLate ? [waiting] : []),
      ...answers.map(({ url, status, ...rest }) => answered(url, status, rest)),
      { ...RECEIVED, ...common, answerStatus: ownStatus },
      { ...UNVERIFIED, ...common, answerStatus: ownStatus },
      DIAGNOSED,
      assertion,
    ],
    columns,
  );
}

test('whatever comes from outside, no control character and nothing invisible reaches the terminal', () => {
  fc.assert(
    fc.property(scene, fc.constantFrom(20, 60, 100, Number.POSITIVE_INFINITY), (drawn, columns) => {
      const text = show(drawn, columns);
      expect(text).not.toMatch(UNSEEN);
      expect(text.endsWith('\n')).toBe(true);
    }),
    { numRuns: volume(60, 300) },
  );
});

/** Nothing here is a word that is wider than the page. */
const words = fc
  .string({ unit: fc.constantFrom('a', 'b', '.', ' ', 'ä', '字', '\u001b'), maxLength: 60 })
  .map((text) =>
    text
      .split(' ')
      .map((word) => word.slice(0, 15))
      .join(' '),
  );

test('whatever it says, it fits a page of 60 columns where its words do', () => {
  const narrow = scene.chain((drawn) =>
    words.map(
      (text): Scene => ({
        ...drawn,
        event: drawn.event === null ? null : text,
        answers: drawn.answers.map((each, index) => ({
          ...each,
          url: `http://a/${index}`,
          answer: text,
          hint: text,
          error: { code: 'x', message: text },
        })),
        assertion: {
          ...drawn.assertion,
          expectations: drawn.assertion.expectations.map((each) => ({ ...each, event: text })),
          instead: drawn.assertion.instead.map((each) => ({ ...each, event: text })),
        },
      }),
    ),
  );
  fc.assert(
    fc.property(narrow, (drawn) => {
      const wide = show(drawn, 60)
        .split('\n')
        .filter((line) => widthOfText(line) > 60);
      expect(wide).toEqual([]);
    }),
    { numRuns: volume(60, 300) },
  );
});
