import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Answered, explainMixedRun, isUnlike, toFacts } from '../../src/report/mixed-run.ts';
import { volume } from '../harness/volume.ts';

const PLAIN = { event_kind: 'footprint.vault.updated', fp_id: 'fp_id_1', is_live: false };
const OTHER = { event_kind: 'footprint.user.manual_review', fp_id: 'fp_id_2', is_live: false };

const compact = (value: unknown) => JSON.stringify(value);
let counter = 0;

function answered(body: string | Uint8Array, status: number, isFar = false): Answered {
  counter += 1;
  const doubtsSecret = status === 400;
  return { key: `msg_${counter}`, status, doubtsSecret, facts: toFacts(Buffer.from(body), isFar) };
}

const ACCEPTED = [answered(compact(PLAIN), 200), answered(compact(OTHER), 204)];

test.each<readonly [string, readonly string[], string]>([
  [
    'characters beyond ASCII',
    [compact({ ...PLAIN, note: 'Zoë' }), compact({ ...OTHER, note: '北京' })],
    'parsed',
  ],
  [
    'escapes in strings',
    ['{"event_kind":"footprint.vault.updated","fp_id":"fp\\u005fid","is_live":false}'],
    'parsed',
  ],
  [
    "< > & or ' in strings",
    [compact({ ...PLAIN, fp_id: "O'Brien" }), compact({ ...PLAIN, fp_id: 'a&b' })],
    'parsed',
  ],
  ['/ in strings', [compact({ ...PLAIN, fp_id: 'a/b' })], 'parsed'],
  [
    'white space between values',
    [JSON.stringify(PLAIN, null, 2), compact(OTHER).replaceAll(':', ': ')],
    'parsed',
  ],
  ['white space before or after the JSON', [`${compact(PLAIN)}\n`, `${compact(OTHER)}\r\n`], 'parsed'],
  ['a byte order mark', [`\ufeff${compact(PLAIN)}`], 'parsed'],
  [
    'keys that are not sorted',
    [compact({ is_live: false, event_kind: PLAIN.event_kind, fp_id: 'x' })],
    'parsed',
  ],
  [
    'numbers that JavaScript writes in another way',
    ['{"event_kind":"footprint.vault.updated","fp_id":1.0,"is_live":false}'],
    'parsed',
  ],
  ['more than 79 bytes', [compact({ ...PLAIN, note: 'x'.repeat(9_000) })], 'limit the size'],
  [
    'the event footprint.watchlist_check.completed',
    [compact({ ...PLAIN, event_kind: 'footprint.watchlist_check.completed' })],
    'handles these',
  ],
  [
    'is_live: true',
    [compact({ ...PLAIN, is_live: true }), compact({ ...OTHER, is_live: true })],
    'handles these',
  ],
  ['nested objects or lists', [compact({ ...PLAIN, meta: {} })], 'handles these'],
  ['no field fp_id', [compact({ event_kind: PLAIN.event_kind, is_live: false })], 'handles these'],
  ['the field surprise', [compact({ ...PLAIN, surprise: 1 })], 'handles these'],
  ['a body that is not a JSON object', ['[]', 'null'], 'handles these'],
])('Z16: refused deliveries have %s in common, and the secret is not doubted', (words, bodies, advice) => {
  const [hint, ...more] = explainMixedRun([...ACCEPTED, ...bodies.map((body) => answered(body, 400))]);
  expect(more).toEqual([]);
  expect(hint).toMatch(
    new RegExp(`^The secret is right: the app accepted 2 of ${2 + bodies.length} payloads\\. `),
  );
  expect(hint).toContain(words);
  expect(hint).toContain(advice);
  expect(hint).not.toMatch(/same secret|secret of this endpoint/);
});

test('the words of one, of all and of some differ', () => {
  const [umlaut, spaced] = [compact({ ...PLAIN, fp_id: 'ü' }), compact(PLAIN).replaceAll(',', ', ')];
  const hint = (...bodies: readonly string[]) =>
    explainMixedRun([...ACCEPTED, ...bodies.map((body) => answered(body, 400))])[0];
  expect(hint(umlaut)).toContain('. Only the refused one has: characters beyond ASCII. The app verifies');
  expect(hint(umlaut, umlaut)).toContain(
    '. All refused ones have, and no accepted one has: characters beyond ASCII.',
  );
  expect(hint(umlaut, umlaut, spaced)).toContain(
    '. Only refused ones have: characters beyond ASCII (2 of 3); white space between values (1 of 3).',
  );
});

test('a time that is too far away is told, and so is that nothing differs', () => {
  expect(explainMixedRun([...ACCEPTED, answered(compact(PLAIN), 400, true)])[0]).toMatch(
    /5 minutes.*signed anew/,
  );
  expect(explainMixedRun([...ACCEPTED, answered(compact(PLAIN), 400)])[0]).toMatch(
    /^The secret is right: the app accepted 2 of 3 payloads\. Event, fields, size/,
  );
});

test('another refusal says nothing of the secret, and each status is a hint of its own', () => {
  const large = compact({ ...PLAIN, note: 'x'.repeat(120_000) });
  const hints = explainMixedRun([
    ...ACCEPTED,
    answered(large, 413),
    answered(compact({ ...PLAIN, fp_id: 'ü' }), 400),
    answered(compact({ ...PLAIN, fp_id: 'ö' }), 400),
  ]);
  expect(hints).toHaveLength(2);
  expect(hints[0]).toContain('the app accepted 2 of 4 payloads. All refused');
  expect(hints[1]).toMatch(/^The app accepted 2 of 3 payloads\. Only the refused one has: more than /);
});

test('a run that is not mixed, overload and limits of rate give no hint', () => {
  const refused = answered('{}', 400);
  expect(explainMixedRun([])).toEqual([]);
  expect(explainMixedRun(ACCEPTED)).toEqual([]);
  expect(explainMixedRun([refused])).toEqual([]);
  for (const status of [302, 408, 409, 429, 502, 503, 504])
    expect(explainMixedRun([...ACCEPTED, { ...refused, status, doubtsSecret: false }])).toEqual([]);
});

test('a message that was accepted at another attempt is not among the refused', () => {
  const first = answered(compact({ ...PLAIN, fp_id: 'ü' }), 400);
  const [hint] = explainMixedRun([first, { ...first, status: 200, doubtsSecret: false }, ...ACCEPTED]);
  expect(hint).toMatch(/^The secret is right: each refused message was accepted at another time/);
});

test('text from outside is masked, short and without control characters', () => {
  const kind = `ada@example.com \u001b[31m${'x'.repeat(500)}`;
  const [hint = ''] = explainMixedRun([...ACCEPTED, answered(compact({ event_kind: kind }), 400)]);
  expect(hint).toContain('the event [e-mail] ␛[31m');
  expect(hint.length).toBeLessThan(500);
  const [named = ''] = explainMixedRun([
    ...ACCEPTED,
    answered(compact({ ...PLAIN, 'ada@example.com': 1 }), 400),
  ]);
  expect(named).not.toContain('ada@');
});

test('no body breaks it', () => {
  const body = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.constant('"\\"'.repeat(2_000)));
  fc.assert(
    fc.property(fc.array(fc.tuple(body, fc.constantFrom(200, 400, 413, 500))), (deliveries) => {
      const hints = explainMixedRun(deliveries.map(([text, status]) => answered(text, status)));
      for (const hint of hints) expect(hint).toMatch(/app accepted \d+ of \d+ payloads\./i);
    }),
    { numRuns: volume(20, 50) },
  );
  expect(toFacts(new Uint8Array([0xff, 0xfe]), false).traits).toContain('bytes that are not UTF-8');
});

test('Z16: of a run with more answers than are kept, no total is given', () => {
  const many = Array.from({ length: 200 }, () => answered(compact(PLAIN), 200));
  expect(explainMixedRun([...many, answered(compact({ ...PLAIN, surprise: 1 }), 400)])[0]).toMatch(
    /^The secret is right: the app accepted \d+ payloads or more, and not 1\. Only/,
  );
});

test.each<[string, string, boolean]>([
  ['another value', compact({ ...PLAIN, fp_id: 'fp_id_3' }), false],
  ['another event', compact({ ...PLAIN, event_kind: 'footprint.watchlist_check.completed' }), true],
  ['another field', compact({ ...PLAIN, surprise: 1 }), true],
  ['a field less', compact({ event_kind: PLAIN.event_kind, is_live: false }), true],
  ['more bytes', compact({ ...PLAIN, fp_id: 'x'.repeat(100) }), true],
  ['another layout', JSON.stringify(PLAIN, null, 1), true],
])('Z16: tells whether an accepted delivery with %s is unlike the others', (_, body, expected) => {
  expect(isUnlike(ACCEPTED, answered(body, 200))).toBe(expected);
});

test('Z16: what fewer than half of the refused ones have does not set them apart', () => {
  const live = compact({ ...PLAIN, is_live: true });
  const refused = (count: number) => Array.from({ length: count }, () => answered(compact(PLAIN), 400));
  expect(explainMixedRun([...ACCEPTED, ...refused(1), answered(live, 400)])[0]).toContain(
    'is_live: true (1 of 2)',
  );
  expect(explainMixedRun([...ACCEPTED, ...refused(2), answered(live, 400)])[0]).toContain(
    'do not set the refused ones apart',
  );
});
