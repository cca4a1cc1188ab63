import { expect, test } from 'vitest';
import { createHumanRenderer } from '../../src/report/human.ts';
import { createNdjsonRenderer } from '../../src/report/ndjson.ts';
import type { OutputRecord, RecordOf } from '../../src/report/records.ts';

function render(records: readonly OutputRecord[], columns = 120): string {
  const renderer = createHumanRenderer({
    columns,
    paint: (text) => text,
    timeOfDay: (moment) => moment.slice(11, 19),
    dayOf: () => undefined,
  });
  return records.flatMap((record) => renderer(record).map(({ text }) => text)).join('');
}

const VALID: RecordOf<'received'>['verdict'] = {
  kind: 'valid',
  ageSeconds: 0,
  headerFamily: 'svix',
  scheme: 'v1',
  keyIndex: 0,
  keyName: 'FP_WEBHOOKS_SECRET',
  itemIndex: 0,
  itemCount: 1,
};

const RECEIVED: RecordOf<'received'> = {
  type: 'received',
  id: '01KAN4Z5VBXQ3S0R6TJ8WDEFGH',
  receivedAt: '2026-11-22T12:04:31.000Z',
  svixId: 'msg_1',
  attempt: 1,
  method: 'POST',
  path: '/',
  bodyBytes: 2,
  event: 'footprint.onboarding.completed',
  verdict: VALID,
  subject: { kind: 'person', id: 'fp_id_…k3Pq' },
  isLive: false,
  facts: ['pass', 'needs review'],
  advice: { code: 'hold', sentence: 'Do not activate until the review is done.' },
  findings: [],
  answerStatus: 200,
};

const FORWARD = 'http://127.0.0.1:3000/';
const FORWARDED: RecordOf<'forwarded'> = {
  type: 'forwarded',
  id: RECEIVED.id,
  svixId: 'msg_1',
  url: FORWARD,
  status: 200,
  latencyMs: 12.4,
  answerStatus: 200,
};

const { answerStatus: _answered, ...PENDING } = { ...RECEIVED, forwards: [FORWARD] };

test('a delivery is one line on a wide page, with its advice below', () => {
  const [line = '', advice = ''] = render([RECEIVED]).split('\n');
  expect(line).toMatch(
    /^12:04:31 {2}✓ onboarding\.completed +person fp_id_…k3Pq +pass · needs review +sandbox/,
  );
  expect(line.length).toBeLessThanOrEqual(120);
  expect(advice.trim()).toBe('Do not activate until the review is done.');
});

const REFUSED: OutputRecord = {
  ...RECEIVED,
  verdict: { kind: 'signature_mismatch', itemCount: 1 },
  explanation: { message: 'signature does not match', hints: ['Is the secret right?'] },
  referee: { library: 'svix 9.9.9 for X', accepts: false, message: 'No matching signature found' },
  answerStatus: 400,
};

const DIAGNOSED: RecordOf<'diagnosed'> = {
  type: 'diagnosed',
  id: RECEIVED.id,
  svixId: 'msg_1',
  diagnosis: {
    conclusion: 'explained',
    suspicions: [
      {
        code: 'other_secret',
        certainty: 'proved',
        evidence: 'Another one fits.',
        fix: 'Use that.',
        reference: 'docs#other_secret',
      },
    ],
    ruledOut: [],
    hashes: 2,
    stoppedBy: 'found',
  },
  shared: [],
};

test('what failed is shown once it is known why, in place of the facts', () => {
  expect(render([REFUSED])).toBe('');
  const text = render([REFUSED, DIAGNOSED]);
  expect(text).toMatch(/✗ onboarding\.completed +signature does not match/);
  expect(text).toMatch(/proved: +Another one fits\./);
  expect(text).toMatch(/fix: +Use that\./);
  expect(text).toMatch(/svix says: +"No matching signature found" \(svix 9\.9\.9 for X\)/);
  expect(text).not.toContain('Do not activate');
});

test('a fault that all deliveries have is explained once', () => {
  const text = render([REFUSED, { ...DIAGNOSED, shared: ['other_secret'] }]);
  expect(text).toContain('as before: other_secret');
  expect(text).not.toContain('Use that.');
});

test('a clock that is wrong is said before all else', () => {
  const suspicion = {
    code: 'clock_skew',
    certainty: 'proved',
    evidence: 'The clock is off.',
    fix: 'Set it.',
    reference: 'docs#clock_skew',
  } as const;
  const text = render([
    REFUSED,
    { ...DIAGNOSED, shared: ['other_secret'], clockSkew: { offsetSeconds: 600, suspicion } },
  ]);
  expect(text).toMatch(/proved: +The clock is off\./);
});

test('a forwarded delivery is shown once, when the app has answered', () => {
  expect(render([PENDING])).toBe('');
  const text = render([PENDING, FORWARDED]);
  expect(text.match(/onboarding\.completed/g)).toHaveLength(1);
  expect(text).toMatch(/→ 200 {2}12 ms/);
});

test('one whose app takes its time is shown as waiting, and the answer on a line of its own', () => {
  const text = render([
    PENDING,
    { type: 'waiting', id: RECEIVED.id, url: FORWARD, afterMs: 1_000 },
    FORWARDED,
  ]);
  expect(text).toMatch(/→ waiting for the app.*onboarding\.completed answered late.*→ 200/s);
});

test('answers that come in another order belong to their deliveries', () => {
  const other = { ...PENDING, id: 'other', event: 'footprint.vault.updated' };
  const text = render([PENDING, other, { ...FORWARDED, id: 'other', status: 503 }, FORWARDED]);
  expect(text).toMatch(/vault\.updated.*→ 503.*onboarding\.completed.*→ 200/s);
});

const EVERY: readonly OutputRecord[] = [
  {
    type: 'ready',
    url: 'http://127.0.0.1:4400',
    path: '/hooks',
    forwards: [{ url: FORWARD }, { url: FORWARD, event: 'user.*' }],
    history: '.fp-webhooks/history.db',
    secrets: [{ name: '.fp-webhooks/secret', source: 'development' }],
    development: true,
  },
  RECEIVED,
  { ...PENDING, id: 'a' },
  {
    ...FORWARDED,
    id: 'a',
    status: null,
    error: { code: 'refused', message: 'connection refused' },
    hint: 'Nothing listens there: is the app running, and on this port?',
  },
  { type: 'refused', code: 'method_not_allowed', status: 405, message: 'PUT /: webhooks are sent with POST' },
  {
    type: 'sent',
    source: 'vault.updated',
    event: 'footprint.vault.updated',
    svixId: 'msg_9rCtJdKnaPBxCRcMFwozm4Qjo0v',
    url: FORWARD,
    bytes: 2,
    ok: false,
    status: 400,
    latencyMs: 3,
    answer: 'no '.repeat(60),
    hint: 'Most handlers answer 400 when the signature check fails: does the app use the same secret, and the raw body?',
  },
  {
    type: 'finding',
    severity: 'error',
    code: 'field_missing',
    message: '`fp_id` is missing; it should be a string.',
    file: 'some/folder/with/a/payload.json',
    line: 10,
    column: 20,
    path: [],
    event: null,
  },
  {
    type: 'summary',
    command: 'listen',
    received: 2,
    verified: 1,
    failed: 1,
    refused: 1,
    forwarded: 1,
    filtered: 2,
    history: '.fp-webhooks/history.db',
  },
  { type: 'summary', command: 'replay', url: FORWARD, sent: 2, ok: 1, failed: 1, notSent: 6 },
  { type: 'summary', command: 'validate', files: 56, payloads: 56, errors: 1, warnings: 18 },
  {
    type: 'coverage',
    events: [
      { event: 'footprint.user.manual_review', count: 0, required: true, fields: [] },
      {
        event: 'footprint.vault.updated',
        count: 3,
        required: false,
        fields: [{ place: 'source', values: [{ value: 'dashboard', count: 3 }] }],
      },
    ],
  },
  {
    type: 'notice',
    code: 'x',
    message: 'A secret on the command line can be seen by every user of this machine.',
    hint: 'Prefer FP_WEBHOOKS_SECRET.',
  },
  {
    type: 'error',
    code: 'port_in_use',
    message: 'Port 4400 on 127.0.0.1 is in use by node (process 7).',
    hint: 'Choose another, for example --port 4401, or --port 0 for any free one.',
    exitStatus: 3,
  },
];

test.each([60, 120])('every record fits a page of %i columns', (columns) => {
  const lines = render(EVERY, columns).split('\n');
  expect(lines.filter((line) => [...line].length > columns)).toEqual([]);
  expect(lines.length).toBeGreaterThan(25);
});

test('a narrow page has the same words as a wide one', () => {
  const wordsAt = (columns: number) => render(EVERY, columns).split(/\s+/);
  expect(wordsAt(60)).toEqual(wordsAt(Number.POSITIVE_INFINITY));
});

test('results go to stdout, notices and errors to stderr, in both forms', () => {
  const human = createHumanRenderer({
    columns: 80,
    paint: (text) => text,
    timeOfDay: () => '',
    dayOf: () => undefined,
  });
  for (const renderer of [human, createNdjsonRenderer()]) {
    const streams = EVERY.flatMap((record) => renderer(record).map(({ stream }) => [record.type, stream]));
    for (const [type, stream] of streams)
      expect(stream).toBe(type === 'notice' || type === 'error' ? 'stderr' : 'stdout');
  }
});
