import { expect, test } from 'vitest';
import { renderReplaySummary, renderSent } from '../../src/report/human/sending.ts';
import { toReplayJunit } from '../../src/report/junit.ts';
import type { RecordOf } from '../../src/report/records.ts';

const PAGE = { columns: 100, paint: (text: string) => text };
type Summary = Extract<RecordOf<'summary'>, { command: 'replay' }>;

const SENT: RecordOf<'sent'> = {
  type: 'sent',
  source: 'vault.updated',
  event: 'footprint.vault.updated',
  svixId: 'msg_1',
  url: 'http://x/',
  bytes: 2,
  ok: false,
  status: 429,
  latencyMs: 12.3,
  attempt: 2,
};

const ONE_BY_ONE: Summary = {
  type: 'summary',
  command: 'replay',
  url: 'http://x/',
  sent: 2,
  ok: 2,
  failed: 0,
  notSent: 0,
};

const BULK: Summary = {
  ...ONE_BY_ONE,
  sent: 900,
  ok: 890,
  failed: 10,
  notSent: 100,
  requests: 910,
  notStarted: 60,
  resent: 1,
  byStatus: { 204: 890, 500: 4 },
  errors: { timeout: 6 },
  latencyMs: { min: 0.31, p50: 1.25, p90: 9.99, p99: 301.4, max: 15_000.2, from: 'due' },
  slowest: [{ svixId: 'msg_7', latencyMs: 15_000.2 }],
  durationMs: 4_512.3,
  perSecond: 201.7,
};

test('an attempt says when the next comes and what Retry-After asked for', () => {
  const text = renderSent({ ...SENT, retryAfterSeconds: 3_600, nextAttemptInMs: 600_000 }, PAGE);
  expect(text).toContain('→ 429  12 ms  attempt 2\n');
  expect(text).toContain('    sent again in 10 min; Retry-After asked for 1 h\n');
  expect(renderSent({ ...SENT, nextAttemptInMs: 5 }, PAGE)).toContain('sent again in 5 ms\n');
  expect(renderSent(SENT, PAGE)).not.toContain('sent again');
});

test('one by one the summary is one line', () => {
  expect(renderReplaySummary(ONE_BY_ONE, PAGE)).toBe('\n2 events to http://x/: 2 answered 2xx.\n');
});

test('the summary tells what was expected, and where it is kept', () => {
  const summary = { ...ONE_BY_ONE, expected: '400 or 5xx', history: 'h.db' };
  expect(renderReplaySummary(summary, PAGE)).toBe(
    '\n2 events to http://x/: 2 answered 400 or 5xx; kept in h.db.\n',
  );
});

test('JUnit tells copies apart, and does not ask for 2xx where another status was expected', () => {
  const expected = { ...ONE_BY_ONE, expected: '400' };
  const xml = toReplayJunit(expected, [{ ...SENT, attempt: undefined, copy: 2 }]);
  expect(xml).toContain('name="vault.updated (msg_1, copy 2)"');
  expect(xml).toContain('type="not_expected"');
  expect(toReplayJunit({ ...BULK, expected: '400' }, [])).toContain('type="not_all_expected"');
});

test('in bulk the summary has a line for every figure', () => {
  expect(renderReplaySummary(BULK, PAGE)).toBe(`
1000 events to http://x/: 890 answered 2xx, 10 failed, 40 not sent, 60 not started.
  requests     910 requests in 4.51 s, 202 a second
  status       204 × 890, 500 × 4
  errors       timeout × 6
  latency      min 0.3 ms, p50 1.3 ms, p90 10.0 ms, p99 301 ms, max 15000 ms (from when each was
               due, so that waiting counts)
  slowest      msg_7 15000 ms
  not started  There was no room at their time: as many as may be were in flight, or waited to be
               sent again. The app is too slow for this rate; --concurrency lets more be in flight.
  resent       1 request went out once more at once, because the app had closed the connection that
               was kept.
`);
});

test('figures that say nothing are left out', () => {
  const { latencyMs: _, notStarted: __, ...rest } = BULK;
  const text = renderReplaySummary({ ...rest, errors: {}, slowest: [], resent: 0 }, PAGE);
  for (const name of ['errors', 'latency', 'slowest', 'not started', 'resent'])
    expect(text).not.toContain(name);
});

test('what was not sent is a test case of its own', () => {
  const xml = toReplayJunit({ ...ONE_BY_ONE, sent: 1, ok: 0, failed: 1, notSent: 3 }, [SENT]);
  expect(xml).toContain('tests="2" failures="2"');
  expect(xml).toContain('message="attempt 2: the app answered 429"');
  expect(xml).toContain('message="3 messages were not sent to http://x/."');
});

test('an attempt after which the run was ended is a test case as well', () => {
  const waiting = { ...SENT, svixId: 'msg_2', attempt: 1, nextAttemptInMs: 5 };
  const xml = toReplayJunit({ ...ONE_BY_ONE, ok: 0, failed: 2 }, [waiting, SENT]);
  expect(xml).toContain('tests="2" failures="2"');
  expect(xml).toContain('(msg_2)');
});

test('names from outside are made safe for XML and for terminals', () => {
  const xml = toReplayJunit(ONE_BY_ONE, [
    { ...SENT, ok: true, event: 'a\u0000<"\u001b[31m', source: '\ufffe' },
  ]);
  expect(xml).not.toMatch(/[\u0000\u001b\ufffe]/);
  expect(xml).toContain('replay.a␀&lt;&quot;␛[31m');
});

test('what was sent without an id says so', () => {
  const unsigned: RecordOf<'sent'> = { ...SENT, svixId: null, wrong: 'unsigned', attempt: undefined };
  expect(renderSent(unsigned, PAGE)).toContain('no id');
  expect(toReplayJunit(ONE_BY_ONE, [unsigned])).toContain('vault.updated (no id)');
  const slowest = [{ svixId: null, latencyMs: 3 }];
  expect(renderReplaySummary({ ...BULK, slowest }, PAGE)).toContain('no id 3.0 ms');
});
