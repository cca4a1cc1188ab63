import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toDeliveryRecord } from '../../src/commands/delivery-record.ts';
import type { Capture } from '../../src/core/capture/capture.ts';
import type { Earlier } from '../../src/core/history/history.ts';
import { toJsonLines } from '../../src/report/human/body.ts';
import { createHumanRenderer } from '../../src/report/human.ts';
import type { OutputRecord, RecordOf } from '../../src/report/records.ts';
import { anyCapture, sample } from '../core/capture/cases.ts';
import { UNSEEN } from '../harness/unseen.ts';

const DAY = '2026-11-22';

function render(record: OutputRecord, columns = 100): string {
  const renderer = createHumanRenderer({
    columns,
    paint: (text) => text,
    timeOfDay: (moment) => moment.slice(11, 19),
    dayOf: (moment) => (moment.startsWith(DAY) ? undefined : moment.slice(0, 10)),
  });
  return renderer(record)
    .map(({ text }) => text)
    .join('');
}

const KEPT: RecordOf<'kept'> = {
  type: 'kept',
  id: sample.id,
  shortId: sample.id.slice(0, 10),
  receivedAt: sample.receivedAt,
  svixId: 'msg_1',
  attempt: 2,
  bodyBytes: 2,
  event: 'footprint.onboarding.completed',
  verdict: { kind: 'header_missing', header: 'svix-timestamp' },
  facts: ['pass'],
  subject: { kind: 'person', id: 'fp_id_…k3Pq' },
  answer: { by: 'app', status: 204 },
};

test('a kept delivery is one line with the beginning of its id and the time, or the day when that is another', () => {
  expect(render(KEPT)).toMatch(
    /^01KAN4Z5VB {2}11:40:08 {2}✗ onboarding\.completed +→ 204 +person fp_id_…k3Pq +pass +attempt 2\n$/,
  );
  expect(render({ ...KEPT, receivedAt: '2026-11-20T11:40:08.123Z' })).toContain('2026-11-20 11:40  ✗');
});

test('where the words of a search stand is said below', () => {
  expect(render({ ...KEPT, match: { place: 'note', text: 'a needle' } })).toMatch(/\n {4}note: a needle\n$/);
});

const toRecord = (capture: Capture, attempts: readonly Capture[] = [], earlier: Earlier = NOTHING) =>
  toDeliveryRecord({ capture, earlier }, attempts, false);

const NOTHING: Earlier = { count: 0, verified: 0 };

test('a delivery is shown whole: request, answer, verdict, headers in their order, body and forwardings', () => {
  const text = render(toRecord(sample));
  const order = [
    '(no event)',
    'POST /hooks?a=1, 12 bytes',
    '204, by the app',
    'header svix-timestamp is missing',
  ];
  const rest = [
    'Svix-Id: msg_1',
    'X-Twice: 1',
    'x-twice: 2',
    '"a": "é"',
    'Forwarded to http://localhost:3000/',
  ];
  const places = [...order, ...rest].map((part) => text.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(text).toContain(`fp-webhooks verify ${sample.id}`);
});

test('attempts are a table with the time since the first, and whether the body is the same', () => {
  const second: Capture = {
    ...sample,
    id: '01KAN4Z5VBXQ3S0R6TJ8WDEFGJ',
    receivedAt: '2026-11-22T11:45:08.123Z',
    delivery: { ...sample.delivery, body: Buffer.from('{}') },
  };
  const text = render(toRecord(second, [sample, second], { count: 1, verified: 0 }));
  expect(text).toMatch(/ {2}1 {2}today 11:40:08 +first +✗ header_missing {2}→ 204\n/);
  expect(text).toMatch(/→ 2 {2}today 11:45:08 +5 min later, another body +✗ header_missing {2}→ 204\n/);
  expect(text).toContain('attempt 2');
  const soon = { ...second, receivedAt: '2026-11-22T11:40:08.279Z' };
  expect(render(toRecord(soon, [sample, soon], { count: 1, verified: 0 }))).toContain(' 156 ms later, ');
});

test('a long body is cut, and says so', () => {
  const body = Buffer.from(JSON.stringify(Array.from({ length: 1_000 }, (_, index) => index)));
  const text = render(toRecord({ ...sample, delivery: { ...sample.delivery, body } }));
  expect(text.split('\n').length).toBeLessThan(240);
  expect(text).toContain('… there is more of it');
});

test('nothing of any delivery can do something to a terminal, however narrow it is', () => {
  fc.assert(
    fc.property(anyCapture, fc.integer({ min: 20, max: 200 }), fc.boolean(), (capture, columns, showPii) => {
      const text = render(
        toDeliveryRecord({ capture, earlier: { count: 0, verified: 0 } }, [capture, sample], showPii),
        columns,
      );
      expect(text).not.toMatch(UNSEEN);
    }),
  );
});

test('what a terminal would obey in the JSON or the text of a body is made visible', () => {
  for (const body of ['{"a\u202e":"b\u009b"}', 'text \u202e \u001b[2J']) {
    const text = render(toRecord({ ...sample, delivery: { ...sample.delivery, body: Buffer.from(body) } }));
    expect(text).not.toMatch(/[\u001b\u009b\u202e]/);
    expect(text).toContain('\ufffd');
  }
});

test('on 60 columns no line of words is wider', () => {
  const record = toRecord({ ...sample, verdict: { kind: 'signature_mismatch', itemCount: 1 } });
  for (const line of render(record, 60).split('\n')) {
    if (line.includes(' ') && !line.includes('http')) expect(line.length).toBeLessThanOrEqual(60);
  }
});

test('an export is written as it is where no terminal is, and made safe for one', () => {
  const record = { type: 'exported', format: 'har', text: '{"a":"\u202e\u001b"}\n' } as const;
  expect(render(record, Number.POSITIVE_INFINITY)).toBe(record.text);
  expect(render(record, 80)).toBe('{"a":"\ufffd␛"}\n');
});

test('JSON over several lines is the same JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const lines = [...toJsonLines(value)].map(({ spans }) => spans.map(({ text }) => text).join(''));
      expect(JSON.parse(lines.join('\n'))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
