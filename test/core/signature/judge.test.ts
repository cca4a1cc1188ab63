import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { judge } from '../../../src/core/signature/judge.ts';
import { parseSecret } from '../../../src/core/signature/secret.ts';
import { sign } from '../../../src/core/signature/sign.ts';
import { CODE_POINT } from '../../harness/code-point.ts';
import { volume } from '../../harness/volume.ts';
import {
  bytes,
  deliver,
  header,
  KNOWN,
  key,
  NOW,
  otherKey,
  privateKey,
  publicKey,
  signed,
  withHeader,
} from './cases.ts';

const good = signed();
const signature = header(good, 'svix-signature');

test.each(KNOWN)(
  'the published delivery $id is valid',
  ({ secret, id, timestampSeconds, text, signature }) => {
    const headers = [
      ['svix-id', id],
      ['svix-timestamp', String(timestampSeconds)],
      ['svix-signature', signature],
    ] as const;
    const verdict = judge(
      deliver(headers, bytes(text)),
      [parseSecret(secret, 'known')],
      timestampSeconds + 7,
    );
    expect(verdict).toMatchObject({
      kind: 'valid',
      ageSeconds: 7,
      keyName: 'known',
      scheme: signature.split(',')[0],
    });
  },
);

describe('a valid verdict', () => {
  it('tells which key and which item matched', () => {
    const rotated = signed([otherKey, key]);
    expect(judge(rotated, [publicKey, key], NOW)).toEqual({
      kind: 'valid',
      ageSeconds: 0,
      headerFamily: 'svix',
      scheme: 'v1',
      keyIndex: 1,
      keyName: 'live',
      itemIndex: 1,
      itemCount: 2,
    });
  });

  it.each([
    ['an unknown version before the right item', `v2,abc v9z, ${signature}`, 2, 3],
    ['a wrong item before it', `v1,${'A'.repeat(43)}= ${signature}`, 1, 2],
    ['two spaces', `${signature}  v0,x`, 0, 2],
  ])('is not disturbed by %s', (_, value, itemIndex, itemCount) => {
    expect(judge(withHeader(good, 'svix-signature', value), [key], NOW)).toMatchObject({
      kind: 'valid',
      itemIndex,
      itemCount,
    });
  });

  it('comes from a public key for what its private key signed', () => {
    expect(judge(signed([privateKey]), [publicKey], NOW)).toMatchObject({ kind: 'valid', scheme: 'v1a' });
  });

  it('comes from the webhook-* headers when the svix-* ones are not complete', () => {
    const both = signed([key], {}, 'webhook');
    const mixed = {
      ...both,
      headers: [['svix-id', 'msg_9'], ['svix-timestamp', ''], ...both.headers] as const,
    };
    expect(judge(mixed, [key], NOW)).toMatchObject({ kind: 'valid', headerFamily: 'webhook' });
    expect(judge({ ...both, headers: [...both.headers, ...good.headers] }, [key], NOW)).toMatchObject({
      kind: 'valid',
      headerFamily: 'svix',
    });
  });
});

describe('a delivery that is not valid', () => {
  it.each([
    ['svix-id', withHeader(good, 'svix-id')],
    ['svix-timestamp', withHeader(good, 'svix-timestamp', '')],
    ['svix-signature', withHeader(good, 'svix-signature')],
    ['svix-id', deliver([])],
    ['webhook-id', withHeader(signed([key], {}, 'webhook'), 'webhook-id')],
  ])('lacks %s', (name, delivery) => {
    expect(judge(delivery, [key], NOW)).toEqual({ kind: 'header_missing', header: name });
  });

  it.each([
    '-1',
    '+1614265330',
    ' 1614265330',
    '1614265330.0',
    '1614265330abc',
    '1e9',
    '1614265330000',
    '٣',
    '1614265330\n',
  ])('has the malformed timestamp %j', (value) => {
    expect(judge(withHeader(good, 'svix-timestamp', value), [key], NOW)).toEqual({
      kind: 'timestamp_malformed',
      value,
    });
  });

  it.each([
    [NOW + 301, 301, 300],
    [NOW - 301, -301, 300],
    [NOW + 11.9, 11, 10],
  ])('is out of range at %d', (now, ageSeconds, toleranceSeconds) => {
    expect(judge(good, [key], now, toleranceSeconds)).toEqual({
      kind: 'timestamp_out_of_range',
      ageSeconds,
      toleranceSeconds,
    });
    expect(judge(good, [key], now, 400).kind).toBe('valid');
    expect(judge(good, [key], now, Number.POSITIVE_INFINITY).kind).toBe('valid');
  });

  it.each([
    ['nothing the key can check', `v1a,${'A'.repeat(86)}==`, ['v1a'], 'other_scheme'],
    ['only unknown versions', 'v2,x v3,y', ['v2', 'v3'], 'other_scheme'],
    ['an empty v1', 'v1,', ['v1'], 'malformed'],
    ['an empty v1 beside another scheme', 'v1, v2,x', ['v1', 'v2'], 'malformed'],
    ['a truncated v1', signature.slice(0, -4), ['v1'], 'malformed'],
    ['no padding', signature.slice(0, -1), ['v1'], 'malformed'],
    ['spare bits', signature.replace(/.=$/, 'B='), ['v1'], 'malformed'],
    ['an equals sign for the comma', signature.replace(',', '='), [], 'malformed'],
    ['another provider', 'sha256=abcdef', [], 'malformed'],
    ['one space', ' ', [], 'malformed'],
  ])('has %s', (_, value, versions, reason) => {
    expect(judge(withHeader(good, 'svix-signature', value), [key], NOW)).toEqual({
      kind: 'signature_unusable',
      versions,
      reason,
    });
  });

  it.each([
    ['another secret', good, [otherKey]],
    ['a changed id', withHeader(good, 'svix-id', 'msg_2'), [key]],
    ['a changed timestamp', withHeader(good, 'svix-timestamp', String(NOW - 1)), [key]],
    ['a leading zero', withHeader(good, 'svix-timestamp', `0${NOW}`), [key]],
    ['an id cut down to the right bytes', withHeader(good, 'svix-id', 'msg_\u0131'), [key]],
    [
      'an item cut down to the right bytes',
      withHeader(good, 'svix-signature', `${signature.replace('v', '\u0176')} v1,${'A'.repeat(43)}=`),
      [key],
    ],
    [
      'another key pair',
      signed([privateKey]),
      [parseSecret(`whsk_${Buffer.alloc(32).toString('base64')}`, 'zero')],
    ],
  ])('does not match: %s', (_, delivery, keys) => {
    expect(judge(delivery, keys, NOW)).toMatchObject({ kind: 'signature_mismatch' });
  });
});

const message = fc.record({
  id: fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 1,
  }),
  timestampSeconds: fc.integer({ min: 0, max: 999_999_999_999 }),
  body: fc.uint8Array({ maxLength: 200 }),
});
const signer = fc.constantFrom(key, otherKey, privateKey);

describe('for any message', () => {
  it('what was signed is valid, and any single changed bit of the body makes it invalid', () => {
    fc.assert(
      fc.property(
        message,
        fc.array(signer, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('svix', 'webhook'),
        fc.nat(),
        (whole, keys, family, bit) => {
          const delivery = signed(keys, whole, family);
          expect(judge(delivery, keys, whole.timestampSeconds)).toMatchObject({
            kind: 'valid',
            keyIndex: 0,
            headerFamily: family,
          });
          if (whole.body.length === 0) return;
          const body = Uint8Array.from(whole.body);
          const position = bit % (body.length * 8);
          body[position >> 3] = (body[position >> 3] ?? 0) ^ (1 << (position & 7));
          expect(judge({ ...delivery, body }, keys, whole.timestampSeconds).kind).toBe('signature_mismatch');
        },
      ),
    );
  });

  it('the verdict is the same for a body that is a view into a larger buffer', () => {
    const pool = new Uint8Array(64);
    pool.set(good.body, 10);
    expect(judge({ ...good, body: pool.subarray(10, 10 + good.body.length) }, [key], NOW).kind).toBe('valid');
  });
});

test('judge never throws, whatever came and whatever the clock says', () => {
  const name = fc.oneof(
    fc.constantFrom(
      'svix-id',
      'Svix-Timestamp',
      'SVIX-SIGNATURE',
      'webhook-id',
      'webhook-timestamp',
      'webhook-signature',
      '__proto__',
    ),
    fc.string(),
  );
  const value = fc.oneof(
    fc.string({ unit: CODE_POINT }),
    fc.constantFrom(
      String(NOW),
      sign({ id: 'a', timestampSeconds: NOW, body: bytes('') }, [key, privateKey]),
      `v1a,${'A'.repeat(86)}==`,
    ),
  );
  const clock = fc.oneof(fc.constant(NOW), fc.double());
  const keys = fc.array(fc.constantFrom(key, privateKey, publicKey), { maxLength: 3 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(name, value)),
      fc.uint8Array(),
      keys,
      clock,
      fc.double(),
      (headers, body, some, now, tolerance) => {
        expect(judge(deliver(headers, body), some, now, tolerance)).toHaveProperty('kind');
      },
    ),
    { numRuns: volume(100, 1_000) },
  );
});
