import { describe, expect, it, test } from 'vitest';
import { findMomentMs, findTimestampForms } from '../../../../src/core/diagnosis/headers/moments.ts';
import { readLeniently } from '../../../../src/core/diagnosis/headers/readings.ts';
import { recoverHeaders } from '../../../../src/core/diagnosis/headers/recover.ts';

const DIGEST = Buffer.from('g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=', 'base64');
const BASE64 = DIGEST.toString('base64');

describe('readLeniently', () => {
  it.each([
    [`v1,${BASE64}`, []],
    [`v1,${'A'.repeat(43)}= v1,${BASE64}`, []],
    [`v1,${DIGEST.toString('hex')}`, ['signature_encoding']],
    [`v1,${DIGEST.toString('base64url')}`, ['signature_encoding']],
    [`v1=${BASE64}`, ['signature_form']],
    [`V1,${BASE64}`, ['signature_form']],
    [BASE64, ['signature_form']],
    [`v1,${'A'.repeat(43)}=,v1,${BASE64}`, ['signature_form']],
    [`sha256=${DIGEST.toString('hex')}`, ['signature_encoding', 'signature_form']],
    [`t=1614265330,v1=${DIGEST.toString('hex')}`, ['signature_encoding', 'signature_form']],
    [`v1,${BASE64}`.replaceAll('+', ' '), ['signature_damaged']],
    [encodeURIComponent(`v1,${BASE64}`), ['header_value_changed']],
  ])('finds the signature in %j', (header, codes) => {
    const found = readLeniently(header).whole.find(({ bytes }) => bytes.equals(DIGEST));
    expect(found?.changes.map(({ code }) => code)).toEqual(codes);
  });

  it('takes what is left of a signature only when it is 16 bytes or more', () => {
    expect(readLeniently(`v1,${BASE64.slice(0, 22)}`).beginnings).toHaveLength(1);
    expect(readLeniently(`v1,${BASE64.slice(0, 21)}`)).toEqual({ whole: [], beginnings: [] });
    expect(readLeniently('v1,').whole).toEqual([]);
  });

  it('reads no more of a hostile header than it must', () => {
    const header = Array.from(
      { length: 5_000 },
      (_, index) => `v1,${Buffer.alloc(32, index).toString('base64')}`,
    ).join(' ');
    expect(readLeniently(header).whole.length).toBeLessThanOrEqual(64);
  });
});

describe('recoverHeaders', () => {
  it.each(['X-Svix-Id', 'svix_id', 'HTTP_SVIX_ID', 'SvixId', 'x-original-webhook-id', 'svx-id'])(
    'takes %s for the id',
    (name) => {
      const { values, changes } = recoverHeaders([[name, 'msg_1']]);
      expect(values).toEqual({ id: 'msg_1' });
      expect(changes.map(({ code }) => code)).toEqual(['header_renamed']);
    },
  );

  it.each(['x-request-id', 'cf-ray-id', 'date', 'authorization', 'x-signature'])(
    'does not take %s for one of them',
    (name) => {
      expect(recoverHeaders([[name, '1']]).values).toEqual({});
    },
  );

  it('names what is missing', () => {
    const { missing, family } = recoverHeaders([['webhook-id', 'msg_1']]);
    expect({ missing, family }).toEqual({ missing: ['timestamp', 'signature'], family: 'webhook' });
  });
});

test.each([
  ['1614265330', 1_614_265_330_000],
  ['1614265330123', 1_614_265_330_123],
  ['1614265330123456', 1_614_265_330_123.456],
  ['1614265330.5', 1_614_265_330_500],
  ['2021-02-25T15:02:10Z', 1_614_265_330_000],
  ['Thu, 25 Feb 2021 15:02:10 GMT', 1_614_265_330_000],
  ['1,614,265,330', 1_614_265_330_000],
  ['1,61,42,65,330', 1_614_265_330_000],
  ['1,614265,330', undefined],
  ['soon', undefined],
  ['', undefined],
  ['1e400', undefined],
])('%j means the moment %j', (text, momentMs) => {
  expect(findMomentMs(text)).toBe(momentMs);
  expect(findTimestampForms(text).some((form) => form.text === text)).toBe(false);
  if (momentMs !== undefined && text !== '1614265330') {
    expect(findTimestampForms(text).map((form) => form.text)).toContain('1614265330');
  }
});
