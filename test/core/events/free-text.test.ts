import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  maskFreeText,
  toShownMessageId,
  toShownPayload,
  toShownText,
} from '../../../src/core/events/masking.ts';
import { volume } from '../../harness/volume.ts';

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
  ['ids without a digit too', 'see fp_id_Realabcdefghijklm ok', 'see fp_id_…jklm ok'],
  ['also those of businesses', 'xfp_bid_abcdefgh', 'xfp_bid_…'],
  [
    'examples of the documentation stay',
    'fp_id_xyz ob_SRFT2a1mN7DAWJ0VPXkiqK',
    'fp_id_xyz ob_SRFT2a1mN7DAWJ0VPXkiqK',
  ],
  ['keys of playbooks stay', 'pb_test_Zk3nQ8rTvLx5WdYb7CgMa1', 'pb_test_Zk3nQ8rTvLx5WdYb7CgMa1'],
  ['external ids are hidden in a path', '/x?external_id=cust-7781&status=1', '/x?external_id=…&status=1'],
  ['however they are written', '/x?a=1&externalId=cust-7781', '/x?a=1&externalId=…'],
  ['an address in a path leaves the path', '/x?email=ann@example.com&b=1', '/x?email=[e-mail]&b=1'],
  ['an address may be encoded', '/x?to=ann%40example.com', '/x?to=[e-mail]'],
  ['a package is no address', 'at node_modules/@nestjs/core', 'at node_modules/@nestjs/core'],
  [
    'names are hidden by their key',
    '{"first_name": "Ann", "ssn4":1234}',
    '{"first_name": "[personal]", "ssn4":"[personal]"}',
  ],
  ['tokens as well', 'Authorization: Bearer abc.def', 'Authorization: …'],
  ['of any scheme', 'got Bearer abc.def and Basic YTpi', 'got Bearer … and Basic …'],
  ['but not what is said about them', 'the Bearer token is missing', 'the Bearer token is missing'],
  ['passwords in URLs', 'http://ann:pw1@host/?api_key=k1&key=k2', 'http://…@host/?api_key=…&key=…'],
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

test.each([
  ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_…'],
  ['/x?token=abcsecret&email=ann@example.com', '/x?token=…&email=ann@example.com'],
  ['fp_id_Realabcdefghijklm', 'fp_id_Realabcdefghijklm'],
])('with personal data, of %j is shown %j', (text, shown) => {
  expect(toShownText(text, true)).toBe(shown);
});

const LENGTH = volume(250_000, 1_000_000);

test.each(['a="', '"a":"', '=@', 'Bearer ', '://', '\\\\"', 'fp_id_', 'a', '"a" '])(
  '%j, again and again, takes a moment',
  (text) => {
    expect(typeof maskFreeText(text.repeat(LENGTH / text.length))).toBe('string');
  },
  4_000,
);

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
