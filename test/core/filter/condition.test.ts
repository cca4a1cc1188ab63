import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allHold, findCondition, findDoubledOperator, holds } from '../../../src/core/filter/condition.ts';
import type { Subject } from '../../../src/core/filter/place.ts';
import { CODE_POINT } from '../../harness/code-point.ts';
import { volume } from '../../harness/volume.ts';

const SUBJECT: Subject = {
  payload: {
    status: 'fail',
    note: 'Needs Review',
    live: false,
    nothing: null,
    count: 12,
    text_count: '9',
    fraction: -0.5,
    timestamp: '2026-03-01T10:00:00Z',
    fields: ['id.ssn9', 'card.number'],
    numbers: [1, 20],
    none: [],
    body: { state: 'error' },
    empty: '',
  },
  headers: [['User-Agent', 'Svix-Webhooks/1.84.0']],
};

const CASES: readonly (readonly [text: string, holds: boolean])[] = [
  ['status=fail', true],
  [' status = fail ', true],
  ['status=pass', false],
  ['status=Fail', false],
  ['status!=pass', true],
  ['status!=fail', false],
  ['status~FA', true],
  ['status!~FA', false],
  ['status!~pass', true],
  ['note=Needs Review', true],
  ['note~needs review', true],
  ['live=false', true],
  ['nothing=null', true],
  ['nothing!=null', false],
  ['count=12', true],
  ['count=12.0', false],
  ['count<100', true],
  ['count<12', false],
  ['count<=12', true],
  ['count>9', true],
  ['count>=12', true],
  ['count>=13', false],
  ['count>abc', false],
  ['text_count<12', true],
  ['text_count>12', false],
  ['fraction<0', true],
  ['fraction>-1', true],
  ['timestamp>2026', true],
  ['timestamp<2026-03-01T10:00:01Z', true],
  ['timestamp>=2026-04', false],
  ['fields=card.number', true],
  ['fields~ssn', true],
  ['fields=card', false],
  ['fields!=card.number', false],
  ['fields!~bank', true],
  ['fields[0]=id.ssn9', true],
  ['fields.length>1', true],
  ['numbers>10', true],
  ['numbers<1', false],
  ['none=x', false],
  ['none!=x', true],
  ['body~error', true],
  ['body={"state":"error"}', true],
  ['body.state=error', true],
  ['empty=', true],
  ['status=', false],
  ['status~', true],
  ['status>', false],
  ['absent=', false],
  ['absent~', false],
  ['absent<1', false],
  ['absent!=x', true],
  ['absent!~x', true],
  ['header:user-agent~svix', true],
  ['header:user-agent!~svix', false],
  ['header:x-absent=1', false],
  ['header:x-absent!=1', true],
];

test.each(CASES)('%s: %j', (text, expected) => {
  const condition = findCondition(text);
  expect(condition).toMatchObject({ text });
  expect(condition && holds(condition, SUBJECT)).toBe(expected);
});

test.each(['', 'status', '=fail', 'a b=1', 'header:=x', '~', 'a..b=1', 'status!fail'])(
  '%j is no condition',
  (text) => {
    expect(findCondition(text)).toBeUndefined();
  },
);

test('what is wanted may hold operators itself, behind its beginning', () => {
  expect(findCondition('note=a=b<c')).toMatchObject({ operator: '=', wanted: 'a=b<c' });
  expect(findCondition('note=\n line')).toMatchObject({ wanted: 'line' });
});

test('all conditions must hold, and none is none to fail', () => {
  const [yes, no] = ['status=fail', 'status=pass'].flatMap((text) => findCondition(text) ?? []);
  if (yes === undefined || no === undefined) throw new Error('They are conditions.');
  expect(allHold([yes, yes], SUBJECT)).toBe(true);
  expect(allHold([yes, no], SUBJECT)).toBe(false);
  expect(allHold([], SUBJECT)).toBe(true);
});

const headers = fc.array(fc.tuple(fc.string(), fc.string({ unit: CODE_POINT })), { maxLength: 4 });
const payload = fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.record({ a: fc.jsonValue() }));
const text = fc.oneof(
  fc.string({ unit: CODE_POINT }),
  fc
    .tuple(
      fc.constantFrom('a', 'a[0]', 'a.b', 'header:a'),
      fc.constantFrom('=', '!=', '~', '!~', '<', '<=', '>', '>='),
      fc.string({ unit: CODE_POINT }),
    )
    .map((parts) => parts.join('')),
);

test('no condition throws, whatever is asked of whatever', () => {
  fc.assert(
    fc.property(text, payload, headers, (asked, value, pairs) => {
      const condition = findCondition(asked);
      if (condition !== undefined)
        expect(typeof holds(condition, { payload: value, headers: pairs })).toBe('boolean');
    }),
    { numRuns: volume(100, 1_000) },
  );
});

test('a condition and its opposite never both hold, and one of them always does', () => {
  const wanting = fc.string().filter((each) => !/^\s*[=~<>!]/.test(each));
  const pair = fc.constantFrom(['=', '!='] as const, ['~', '!~'] as const);
  fc.assert(
    fc.property(pair, wanting, payload, ([plain, opposite], wanted, value) => {
      const [one, other] = [plain, opposite].map((operator) => findCondition(`a${operator}${wanted}`));
      if (one === undefined || other === undefined) throw new Error('They are conditions.');
      const subject = { payload: value, headers: [] };
      // What begins with = makes another operator of ! and <.
      fc.pre(one.operator === plain && other.operator === opposite);
      expect(holds(one, subject)).not.toBe(holds(other, subject));
    }),
  );
});

test.each([
  ['status==fail', '=='],
  ['status=>3', '=>'],
  ['status=<3', '=<'],
  ['status===fail', '==='],
  ['status = = fail', '=='],
  ['status!==fail', '!=='],
  ['note=~x', '=~'],
  ['note~!=x', '~!='],
])('%s has two operators, which would never hold, and is none', (text, doubled) => {
  expect(findCondition(text)).toBeUndefined();
  expect(findDoubledOperator(text)).toBe(doubled);
});

test('a text may begin with an exclamation mark, and hold any operator further on', () => {
  for (const text of ['note=!x', 'note=a=b', 'note~a>b', 'count>=3', 'count<=3']) {
    expect(findCondition(text), text).toBeDefined();
    expect(findDoubledOperator(text), text).toBeUndefined();
  }
});

test('"header:" may be written in any case', () => {
  expect(findCondition('Header:User-Agent~Svix')?.place).toEqual({ kind: 'header', name: 'User-Agent' });
  expect(findCondition('HEADER:user agent~Svix')).toBeUndefined();
});
