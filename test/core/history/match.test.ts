import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findMatch } from '../../../src/core/history/match.ts';
import { CODE_POINT } from '../../harness/code-point.ts';
import { anyCapture } from '../capture/cases.ts';

const delivery = (body: string) => ({
  method: 'POST',
  path: '/hooks?user=ann@example.com',
  headers: [['Svix-Id', 'msg_1'] as const, ['User-Agent', 'Svix-Webhooks/1.84.0'] as const],
  body: Buffer.from(body),
});

test.each([
  ['a value', '{"a":{"b":["x","needle one"]}}', 'needle', { place: 'a.b[1]', text: 'needle one' }],
  ['a key', '{"needle":1}', 'needle', { place: 'needle', text: '1' }],
  ['a header', '{}', 'webhooks', { place: 'header user-agent', text: 'Svix-Webhooks/1.84.0' }],
  ['text that is no JSON', 'a needle here', 'needle', { place: 'body', text: 'a needle here' }],
  [
    'the place with most of the words',
    '{"a":"one","b":"one two"}',
    'one two',
    { place: 'b', text: 'one two' },
  ],
  ['another case and accents', '{"a":"Zoë"}', 'ZOE', { place: 'a', text: 'Zoë' }],
])('%s is pointed at', (_, body, words, match) => {
  expect(findMatch(delivery(body), words, false)).toEqual(match);
});

test('what is pointed at is masked, unless it may be shown', () => {
  const body = '{"note":"write to ann@example.com","nested":{"error_message":"ann smith"}}';
  expect(findMatch(delivery(body), 'ann write', false)).toEqual({ place: 'note', text: 'write to [e-mail]' });
  expect(findMatch(delivery(body), 'smith', false)).toEqual({ place: 'nested.error_message', text: '…' });
  expect(findMatch(delivery(body), 'smith', true)).toEqual({
    place: 'nested.error_message',
    text: 'ann smith',
  });
  expect(findMatch(delivery('{}'), 'user', false)?.text).not.toContain('ann@');
});

test('a credential in a header is hidden, whoever asks', () => {
  const headers = [['Authorization', 'Bearer abc.def'] as const];
  for (const showPii of [true, false]) {
    const match = findMatch({ ...delivery('{}'), headers }, 'bearer', showPii);
    expect(match).toEqual({ place: 'header authorization', text: '…' });
  }
});

test('of a long text, the part around the word is shown', () => {
  const match = findMatch(delivery(`{"a":"${'x '.repeat(500)}needle${' y'.repeat(500)}"}`), 'needle', false);
  expect(match?.text).toContain('needle');
  expect(match?.text.length).toBeLessThan(100);
});

test('words that stand nowhere are pointed at nowhere', () => {
  expect(findMatch(delivery('{}'), 'needle', false)).toBeUndefined();
});

test('no delivery and no words make it throw', () => {
  fc.assert(
    fc.property(anyCapture, fc.string({ unit: CODE_POINT }), fc.boolean(), (capture, words, showPii) => {
      findMatch(capture.delivery, words, showPii);
    }),
  );
});
