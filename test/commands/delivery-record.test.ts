import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { toDeliveryRecord, toShownBody } from '../../src/commands/delivery-record.ts';
import { sample } from '../core/capture/cases.ts';
import { diagnosis } from '../io/history/captures.ts';

const earlier = { count: 0, verified: 0 };
const show = (text: string | Uint8Array, showPii = false) => toShownBody(Buffer.from(text), showPii);

test.each([
  ['nothing', '', { kind: 'empty' }],
  ['JSON', '{"email":"ann@example.com"}', { kind: 'json', value: { email: '[e-mail]' } }],
  ['text', 'ann@example.com\n', { kind: 'text', text: '[e-mail]\n' }],
  [
    'text with a bad byte',
    Buffer.from('to ann@example.com \xff', 'latin1'),
    { kind: 'text', text: 'to [e-mail] \ufffd' },
  ],
])('a body that is %s is shown masked', (_, body, shown) => {
  expect(show(body)).toEqual(shown);
});

test('personal data is shown as it is when that is asked for', () => {
  expect(show('{"email":"ann@example.com"}', true)).toEqual({
    kind: 'json',
    value: { email: 'ann@example.com' },
  });
});

test('bytes are shown by the first of them', () => {
  const bytes = gzipSync(Buffer.from(Array.from({ length: 3_000 }, (_, index) => (index * index) % 251)));
  expect(show(bytes)).toEqual({
    kind: 'binary',
    hex: bytes.subarray(0, 256).toString('hex'),
    omittedBytes: bytes.length - 256,
  });
});

test('text is shown up to 20,000 characters', () => {
  expect(show('x'.repeat(20_007))).toMatchObject({ kind: 'text', omittedCharacters: 7 });
});

test('headers are masked, and what lets somebody in is hidden', () => {
  const headers = [
    ['Svix-Id', 'msg_1'],
    ['Svix-Timestamp', '1614265330'],
    ['Svix-Signature', 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='],
    ['Authorization', 'Basic YW5uOnNlY3JldA=='],
    ['X-Api-Key', 'abc'],
    ['X-User', 'ann@example.com'],
  ] as const;
  const capture = { ...sample, delivery: { ...sample.delivery, headers } };
  expect(toDeliveryRecord({ capture, earlier }, [], false).headers).toEqual([
    ['Svix-Id', 'msg_1'],
    ['Svix-Timestamp', '1614265330'],
    ['Svix-Signature', 'v1,…'],
    ['Authorization', '…'],
    ['X-Api-Key', '…'],
    ['X-User', '[e-mail]'],
  ]);
  expect(toDeliveryRecord({ capture, earlier }, [], true).headers).toEqual(
    headers.map(([name, value]) => [name, /^(?:Auth|X-Api)/.test(name) ? '…' : value]),
  );
});

test('a delivery alone is no attempt of several, and its diagnosis is told', () => {
  const record = toDeliveryRecord({ capture: sample, earlier, diagnosis }, [sample], false);
  expect(record).toMatchObject({ attempt: 1, diagnosis: { conclusion: 'unexplained', hashes: 12 } });
  expect(record).not.toHaveProperty('attempts');
  expect(record.firstAttempt).toBeUndefined();
});

test('of the second attempt it is told how long after the first it came, and that the body is the same', () => {
  const before = { count: 1, verified: 0, firstReceivedAt: sample.receivedAt, sameBody: true };
  const second = { ...sample, id: '01KAN4Z5VBXQ3S0R6TJ8WDEFGJ', receivedAt: '2026-11-22T11:40:13.123Z' };
  expect(toDeliveryRecord({ capture: second, earlier: before }, [sample, second], false)).toMatchObject({
    attempt: 2,
    firstAttempt: { secondsAgo: 5, sameBody: true },
  });
});
