import fc from 'fast-check';
import type { Answer, Capture, Forwarding } from '../../../src/core/capture/capture.ts';
import type { Verdict } from '../../../src/core/signature/verdict.ts';
import { CODE_POINT } from '../../harness/code-point.ts';

export const sample: Capture = {
  version: 1,
  id: '01KAN4Z5VBXQ3S0R6TJ8WDEFGH',
  receivedAt: '2026-11-22T11:40:08.123Z',
  delivery: {
    method: 'POST',
    path: '/hooks?a=1',
    headers: [
      ['Svix-Id', 'msg_1'],
      ['X-Twice', '1'],
      ['x-twice', '2'],
    ],
    body: new TextEncoder().encode('{"a": "é"}\n'),
  },
  verdict: { kind: 'header_missing', header: 'svix-timestamp' },
  answer: { by: 'app', status: 204 },
  forwardings: [
    {
      url: 'http://localhost:3000/',
      sentAt: '2026-11-22T11:40:08.125Z',
      status: 204,
      latencyMs: 1.5,
      headers: [['Date', 'now']],
    },
  ],
};

const anyText = fc.string({ unit: CODE_POINT });
// JSON has no negative zero.
const age = fc.integer().map((seconds) => seconds + 0);

const anyVerdict: fc.Arbitrary<Verdict> = fc.oneof(
  fc.record({
    kind: fc.constant('valid' as const),
    ageSeconds: age,
    headerFamily: fc.constantFrom('svix' as const, 'webhook' as const),
    scheme: fc.constantFrom('v1' as const, 'v1a' as const),
    keyIndex: fc.nat(),
    keyName: anyText,
    itemIndex: fc.nat(),
    itemCount: fc.nat(),
  }),
  fc.record({ kind: fc.constant('header_missing' as const), header: anyText }),
  fc.record({ kind: fc.constant('timestamp_malformed' as const), value: anyText }),
  fc.record({
    kind: fc.constant('timestamp_out_of_range' as const),
    ageSeconds: age,
    toleranceSeconds: fc.nat(),
  }),
  fc.record({
    kind: fc.constant('signature_unusable' as const),
    versions: fc.array(anyText),
    reason: fc.constantFrom('malformed' as const, 'other_scheme' as const),
  }),
  fc.record({ kind: fc.constant('signature_mismatch' as const), itemCount: fc.nat() }),
);

const anyStatus = fc.option(fc.integer({ min: 100, max: 599 }));

const anyAnswer: fc.Arbitrary<Answer> = fc.record({
  by: fc.constantFrom('app' as const, 'listener' as const),
  status: anyStatus,
});

const anyMoment = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') })
  .map((date) => date.toISOString());

const anyHeaders = fc.array(fc.tuple(anyText, anyText));

const anyBody = fc.oneof(
  fc.uint8Array(),
  anyText.map((text) => new TextEncoder().encode(text)),
);

const anyForwarding: fc.Arbitrary<Forwarding> = fc.record(
  {
    url: fc.webUrl(),
    sentAt: anyMoment,
    status: anyStatus,
    latencyMs: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
    headers: anyHeaders,
    body: anyBody,
    error: anyText,
  },
  { requiredKeys: ['url', 'sentAt', 'status', 'latencyMs'] },
);

/** Any capture that can be: every kind of verdict and answer, any header text, any bytes. */
export const anyCapture: fc.Arbitrary<Capture> = fc
  .record(
    {
      id: fc.ulid(),
      receivedAt: anyMoment,
      delivery: fc.record({
        method: fc.string({ minLength: 1 }),
        path: anyText,
        headers: anyHeaders,
        body: anyBody,
      }),
      verdict: anyVerdict,
      answer: anyAnswer,
      forwardings: fc.array(anyForwarding, { maxLength: 3 }),
    },
    { requiredKeys: ['id', 'receivedAt', 'delivery', 'verdict'] },
  )
  .map((fields): Capture => ({ version: 1, ...fields }));
