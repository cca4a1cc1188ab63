import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { Webhook } from 'svix';
import { expect, onTestFinished, test } from 'vitest';
import {
  type EndpointAnswer,
  findAnswerHint,
  findShownLocation,
  hintForFailure,
} from '../../src/report/answer-hints.ts';
import { ANSWER_PATTERNS, KINDS_BY_STATUS } from '../../src/report/answer-patterns.ts';
import { ANSWER_HINTS } from '../../src/report/answer-words.ts';
import { explainVerdict } from '../../src/report/explain.ts';
import { SECRET } from '../harness/binary.ts';
import { openWire } from '../harness/sender.ts';
import { volume } from '../harness/volume.ts';

const URL_ASKED = 'http://127.0.0.1:4000/webhooks';

interface Row {
  readonly name: string;
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly kind: string;
}

/** Answers that were run, and those of public documentation, one a line. */
const ROWS: readonly Row[] = ['run', 'documented'].flatMap((name) =>
  readFileSync(join(import.meta.dirname, 'answers', `${name}.ndjson`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)),
);

function answer(status: number, body = '', headers: Row['headers'] = []): EndpointAnswer {
  return { url: URL_ASKED, status, headers, body: Buffer.from(body) };
}

const kindOf = (status: number, body = '') => findAnswerHint(answer(status, body), false)?.kind;

test.each(ROWS)('Z1: $status of $name is $kind', ({ status, headers, body, kind }) => {
  expect(findAnswerHint(answer(status, body, headers), false)?.kind).toBe(kind);
});

test('every kind of the table is met by an answer', () => {
  const met = new Set(ROWS.map(({ kind }) => kind));
  const own = Object.keys(ANSWER_HINTS).filter((kind) => kind.startsWith('own_'));
  const known = [
    ...Object.keys(ANSWER_PATTERNS).map((key) => key.split(' ')[1]),
    ...Object.values(KINDS_BY_STATUS),
  ];
  expect([...new Set(known)].filter((kind) => !met.has(kind ?? '') && !own.includes(kind ?? ''))).toEqual([]);
  expect(Object.keys(ANSWER_HINTS).filter((kind) => !known.includes(kind))).toEqual(['failed']);
});

test.each(Object.entries(ANSWER_HINTS))('the hint of %s is whole sentences', (_, hint) => {
  expect(hint).toMatch(/^\S.*[.?]$/);
  expect(hint).not.toMatch(/ {2}|so many|in place of|besides/);
});

const FAULTS: readonly (readonly [string, (webhook: Webhook, body: string) => unknown, string])[] = [
  ['another secret', (webhook, body) => webhook.verify(`${body} `, toHeaders(webhook, body)), 'signature'],
  ['no headers', (webhook, body) => webhook.verify(body, {}), 'headers_missing'],
  [
    'a parsed body',
    (webhook, body) => webhook.verify(JSON.parse(body), toHeaders(webhook, body)),
    'payload_parsed',
  ],
  [
    'no body',
    (webhook, body) => webhook.verify(undefined as unknown as string, toHeaders(webhook, body)),
    'payload_parsed',
  ],
  ['an old time', (webhook, body) => webhook.verify(body, toHeaders(webhook, body, -400)), 'timestamp'],
  ['a time to come', (webhook, body) => webhook.verify(body, toHeaders(webhook, body, 400)), 'timestamp'],
  [
    'no number as time',
    (webhook, body) => webhook.verify(body, { ...toHeaders(webhook, body), 'svix-timestamp': 'now' }),
    'timestamp',
  ],
  ['an empty secret', () => new Webhook(''), 'secret_form'],
  ['a secret that is not base64', () => new Webhook('whsec_***'), 'secret_form'],
  ['a secret without padding', () => new Webhook('whsec_abc'), 'secret_form'],
];

function toHeaders(webhook: Webhook, body: string, offsetSeconds = 0): Record<string, string> {
  const time = new Date(Date.now() + offsetSeconds * 1_000);
  const seconds = String(Math.floor(time.getTime() / 1_000));
  return {
    'svix-id': 'msg_1',
    'svix-timestamp': seconds,
    'svix-signature': webhook.sign('msg_1', time, body),
  };
}

test.each(FAULTS)('the message of the installed svix for %s is known', (_, fault, kind) => {
  let message = 'nothing was thrown';
  try {
    fault(new Webhook(SECRET), '{"a":1}');
  } catch (error) {
    message = (error as Error).message;
  }
  for (const status of [400, 401, 403]) {
    expect([message, kindOf(status, message)]).toEqual([message, kind]);
    expect(kindOf(status, JSON.stringify({ error: { message } }))).toBe(kind);
  }
});

test.each([
  [{ kind: 'header_missing', header: 'svix-id' }, 'headers_missing'],
  [{ kind: 'timestamp_malformed', value: 'x' }, 'timestamp'],
  [{ kind: 'timestamp_out_of_range', ageSeconds: 400, toleranceSeconds: 300 }, 'timestamp'],
  [{ kind: 'timestamp_out_of_range', ageSeconds: -400, toleranceSeconds: 300 }, 'timestamp'],
  [{ kind: 'signature_unusable', versions: ['v1a'], reason: 'other_scheme' }, 'signature_form'],
  [{ kind: 'signature_unusable', versions: [], reason: 'malformed' }, 'signature_form'],
  [{ kind: 'signature_mismatch', itemCount: 1 }, 'signature'],
] as const)('the answer of `listen` to %j is known', (verdict, kind) => {
  const { message } = explainVerdict(verdict) ?? {};
  expect(kindOf(400, `${JSON.stringify({ verdict: verdict.kind, message })}\n`)).toBe(kind);
});

test('what Node.js answers by itself is known', async () => {
  const server = createServer((_, response) => response.end());
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const ask = async (bytes: string) => {
    const [head = '', body] = (await openWire(url, bytes).reply()).split('\r\n\r\n');
    return kindOf(Number(head.slice(9, 12)), body);
  };
  expect(await ask('GARBAGE\r\n\r\n')).toBe('bad_request');
  expect(await ask(`POST / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toBe(
    'headers_too_large',
  );
  expect(await ask('POST / HTTP/1.1\r\nHost: a\r\nExpect: x\r\nConnection: close\r\n\r\n')).toBe('refused');
});

const redirect = (location: string) => answer(301, '', [['Location', location]]);

test.each([
  ['/webhooks/', 'http://127.0.0.1:4000/webhooks/'],
  ['webhooks/', 'http://127.0.0.1:4000/webhooks/'],
  ['//app.example/webhooks', 'http://app.example/webhooks'],
  ['https://app.example/webhooks/', 'https://app.example/webhooks/'],
  ['?a=b', 'http://127.0.0.1:4000/webhooks?a=b'],
  ['https://ada:secret@app.example/x', 'https://…@app.example/x'],
  ['/x?token=abcdefgh12345678', 'http://127.0.0.1:4000/x?token=…'],
  ['/x?email=ada@example.com', 'http://127.0.0.1:4000/x?email=[e-mail]'],
  ['/a\u001b[31mb', 'http://127.0.0.1:4000/a%1B[31mb'],
  [`/${'x'.repeat(1_000)}`, `http://127.0.0.1:4000/${'x'.repeat(277)}…`],
])('Z14: a redirect to %j names %s', (location, shown) => {
  expect(findShownLocation(redirect(location), false)).toBe(shown);
  expect(findAnswerHint(redirect(location), false)?.text).toContain(`${shown}: use that URL.`);
});

test.each(['javascript:alert(1)', 'mailto:a@b.example', 'http://[bad', 'http://\u001b[31m:x/'])(
  'Z14: a redirect to %j is not advised',
  (location) => {
    const text = findAnswerHint(redirect(location), false)?.text ?? '';
    expect(text).toContain('which is not a web address.');
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('use that URL');
  },
);

test('304 is not called a redirect', () => {
  expect(findAnswerHint(answer(304), false)).toMatchObject({ kind: 'not_modified' });
});

test('only a redirect has a location', () => {
  expect(findShownLocation(answer(201, '', [['Location', '/x']]), false)).toBeUndefined();
  expect(findShownLocation(answer(302), false)).toBeUndefined();
});

test('no answer breaks the table, and it is fast for any text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3_000 }),
    fc
      .constantFrom('<', '&', ' ', '"loc":[', 'header ', 'a"', '\u0000', '<style')
      .map((each) => each.repeat(20_000)),
  );
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 599 }), text, text, (status, body, value) => {
      const hint = findAnswerHint(
        answer(status, body, [
          ['Location', value],
          ['Server', value],
        ]),
        false,
      );
      expect(hint === undefined).toBe(status < 300);
      expect(hint?.text.length ?? 0).toBeLessThan(700);
      expect(hint?.text ?? '').not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    }),
    { numRuns: volume(20, 100) },
  );
});

test.each(['refused', 'timeout', 'reset', 'not_found', 'not_http'])('a failure %s has a hint', (code) => {
  expect(hintForFailure(code)).toMatch(/\w/);
});
