import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskFreeText, toShownMessageId, toShownPayload } from '../../../src/core/events/masking.ts';

test.each([
  ['ids are shown by prefix and end', 'no user fp_id_7pXk2mQvR9aLtY4cBn8Wz1', 'no user fp_id_…8Wz1'],
  ['signatures by their version', 'got v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=', 'got v1,…'],
  ['secrets by their prefix', 'whsec_AAAA1111 and sk_live_abcdefgh', 'whsec_… and sk_…'],
  ['free text fields not at all', '{"error_message":"Jane \\"J\\" Roe"}', '{"error_message":"…"}'],
  [
    'also where JSON stands in JSON',
    '{\\"user_external_id\\":\\"u-1\\"}',
    '{\\"user_external_id\\":\\"…\\"}',
  ],
  ['names of events are no ids', 'footprint.user.bank_link_updated', 'footprint.user.bank_link_updated'],
  ['addresses are hidden', 'write to jane@example.com', 'write to [e-mail]'],
])('in free text, %s', (_, text, shown) => {
  expect(maskFreeText(text)).toBe(shown);
});

test('whatever stands around it, a planted id, address or signature does not come through', () => {
  const planted = [
    'fp_id_7pXk2mQvR9aLtY4cBn8Wz1',
    'jane.roe@example.com',
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  ];
  const separator = fc.constantFrom(' ', '"', '\n', ', ', ': ', '(');
  fc.assert(
    fc.property(
      fc.string(),
      separator,
      fc.constantFrom(...planted),
      separator,
      fc.string(),
      (before, left, secret, right, after) => {
        expect(maskFreeText(`${before}${left}${secret}${right}${after}`)).not.toContain(secret);
      },
    ),
  );
});

test('a message id of the usual form is shown as it is, for scripts find messages by it', () => {
  expect(toShownMessageId('msg_012345678901234567890123456')).toBe('msg_012345678901234567890123456');
  expect(toShownMessageId('jane@example.com')).toBe('[e-mail]');
});

test.each([true, false])('a payload of 200,000 levels can be shown (unmasked: %s)', (showPii) => {
  const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
  expect(JSON.stringify(toShownPayload(deep, showPii)).length).toBeLessThan(300);
  expect(toShownPayload({ fp_id: 'fp_id_7pXk2mQvR9aLtY4cBn8Wz1' }, true)).toEqual({
    fp_id: 'fp_id_7pXk2mQvR9aLtY4cBn8Wz1',
  });
});
