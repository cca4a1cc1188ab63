import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Webhook } from 'svix';
import { describe, expect, it, test } from 'vitest';
import type { Delivery } from '../../src/core/delivery/delivery.ts';
import { type DisagreementCode, findDisagreement, toReferee } from '../../src/core/signature/agreement.ts';
import { judge } from '../../src/core/signature/judge.ts';
import type { Key } from '../../src/core/signature/secret.ts';
import { createReferee } from '../../src/io/referee.ts';
import {
  header,
  key,
  otherKey,
  privateKey,
  publicKey,
  signed,
  WHPK,
  WHSK,
  withHeader,
} from '../core/signature/cases.ts';
import { CODE_POINT } from '../harness/code-point.ts';

const askReferee = await createReferee();
const ask = (delivery: Delivery, keys: readonly Key[]) => askReferee(delivery, keys, now());

function now(): number {
  return Math.floor(Date.now() / 1000);
}

function good(keys: readonly Key[] = [key]): Delivery {
  return signed(keys, { timestampSeconds: now() });
}

describe('the referee', () => {
  it('accepts what any of the keys signed', () => {
    expect(ask(good([otherKey]), [key, publicKey, otherKey])).toEqual({ accepts: true });
  });

  it.each([
    ['Missing required headers', withHeader(good(), 'svix-id')],
    ['Invalid Signature Headers', withHeader(good(), 'svix-timestamp', 'soon')],
    ['Message timestamp too old', withHeader(good(), 'svix-timestamp', String(now() - 400))],
    ['Message timestamp too new', withHeader(good(), 'svix-timestamp', String(now() + 400))],
    ['No matching signature found', withHeader(good(), 'svix-id', 'msg_2')],
  ])('refuses in its own words: %s', (message, delivery) => {
    expect(ask(delivery, [key, otherKey])).toEqual({ accepts: false, message });
  });

  it.each([
    ['whpk', WHPK, publicKey],
    ['whsk', WHSK, privateKey],
  ])('refuses the %s key of a pair as the library does when it is made', (_, text, pair) => {
    const message = 'Base64Coder: incorrect characters for decoding';
    expect(() => new Webhook(text)).toThrow(message);
    expect(ask(good([privateKey]), [pair])).toEqual({ accepts: false, message });
    expect(ask(good(), [pair, key])).toEqual({ accepts: true });
  });

  it('has no opinion without a key', () => {
    expect(ask(good(), [])).toBeUndefined();
  });

  it('is named with the version that is installed', () => {
    const { version } = JSON.parse(readFileSync('node_modules/svix/package.json', 'utf8'));
    const { library } = toReferee(good(), judge(good(), [key], now()), { accepts: true });
    expect(library).toBe(`svix ${version} for JavaScript`);
  });
});

// Each way in which svix 2.5.0 and the verdict are known to differ. A new version that mends one fails here.
const DIFFERENCES: readonly (readonly [DisagreementCode, string, () => Delivery])[] = [
  [
    'body_not_utf8',
    'valid',
    () => signed([key], { timestampSeconds: now(), body: Uint8Array.of(0x7b, 0xff) }),
  ],
  ['id_not_ascii', 'valid', () => signed([key], { timestampSeconds: now(), id: 'msg_é' })],
  ['timestamp_form', 'timestamp_malformed', () => changed(good(), 'svix-timestamp', (text) => `${text}abc`)],
  ['timestamp_form', 'timestamp_malformed', () => changed(good(), 'svix-timestamp', (text) => `${text}.9`)],
  ['timestamp_form', 'signature_mismatch', () => changed(good(), 'svix-timestamp', (text) => `0${text}`)],
  ['item_with_comma', 'signature_unusable', () => changed(good(), 'svix-signature', (text) => `${text},v1`)],
  ['scheme_v1a', 'valid', () => good([privateKey])],
  ['header_families_mixed', 'header_missing', () => renamed(good(), 'svix-id', 'Webhook-Id')],
  [
    'header_families_mixed',
    'valid',
    () => withExtra(signed([key], { timestampSeconds: now() }, 'webhook'), 'svix-id', ''),
  ],
  ['clock', 'timestamp_out_of_range', () => signed([key], { timestampSeconds: now() - 100 })],
];

function changed(delivery: Delivery, name: string, change: (text: string) => string): Delivery {
  return withHeader(delivery, name, change(header(delivery, name)));
}

function renamed(delivery: Delivery, from: string, to: string): Delivery {
  return withExtra(withHeader(delivery, from), to, header(delivery, from));
}

function withExtra(delivery: Delivery, name: string, value: string): Delivery {
  return { ...delivery, headers: [...delivery.headers, [name, value]] };
}

test.each(DIFFERENCES)('a known difference: %s, where the verdict is %s', (code, kind, make) => {
  const delivery = make();
  const keys = [key, publicKey];
  const verdict = judge(delivery, keys, now(), 60);
  const opinion = ask(delivery, keys);
  expect(verdict.kind).toBe(kind);
  expect(opinion && findDisagreement(delivery, verdict, opinion)?.code).toBe(code);
});

const body = fc.oneof(
  fc.json().map((text) => Buffer.from(text)),
  fc.string({ unit: CODE_POINT }).map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 64 }),
);

const noise = fc.string({ unit: fc.constantFrom(...'v1,=aA9 .-é'), maxLength: 5 });

// Cuts a header short, lengthens it, drops it or replaces it: the ways in which things break on the way.
const tamper = fc.record({
  name: fc.constantFrom('id', 'timestamp', 'signature'),
  how: fc.constantFrom<(text: string, noise: string) => string | undefined>(
    (text) => text,
    (text) => text.slice(1),
    (text) => text.slice(0, -1),
    (text, extra) => text + extra,
    (text, extra) => extra + text,
    (text, extra) => `${extra} ${text}`,
    (_, extra) => extra,
    () => undefined,
  ),
  noise,
});

const scene = fc.record({
  body,
  sentBy: fc.uniqueArray(fc.constantFrom(key, otherKey, privateKey), { minLength: 1 }),
  heldBy: fc.uniqueArray(fc.constantFrom(key, otherKey, publicKey), { minLength: 1 }),
  family: fc.constantFrom('svix' as const, 'webhook' as const),
  offsetSeconds: fc.oneof(fc.constant(0), fc.constantFrom(-900, -290, 290, 900)),
  tampering: fc.option(tamper, { nil: undefined }),
  bodyTampering: fc.option(fc.uint8Array({ minLength: 1, maxLength: 3 }), { nil: undefined }),
});

test('the verdict agrees with the svix library, but for the known differences', () => {
  const seen = { valid: 0, other: 0, disagreements: 0 };
  fc.assert(
    fc.property(scene, ({ body, sentBy, heldBy, family, offsetSeconds, tampering, bodyTampering }) => {
      const sent = signed(sentBy, { timestampSeconds: now() + offsetSeconds, body }, family);
      const name = `${family}-${tampering?.name}`;
      const part = tampering
        ? withHeader(sent, name, tampering.how(header(sent, name), tampering.noise))
        : sent;
      const delivery = bodyTampering ? { ...part, body: Buffer.concat([body, bodyTampering]) } : part;
      const opinion = ask(delivery, heldBy);
      const verdict = judge(delivery, heldBy, now());
      seen[verdict.kind === 'valid' ? 'valid' : 'other'] += 1;
      const difference = opinion && findDisagreement(delivery, verdict, opinion);
      if (difference) seen.disagreements += 1;
      expect([
        'body_not_utf8',
        'id_not_ascii',
        'timestamp_form',
        'item_with_comma',
        'scheme_v1a',
        undefined,
      ]).toContain(difference?.code);
    }),
    { numRuns: 1_500 },
  );
  expect(Math.min(seen.valid, seen.other, seen.disagreements)).toBeGreaterThan(5);
});
