import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Delivery } from '../../src/core/delivery/delivery.ts';
import { isSureToAgree } from '../../src/core/signature/agreement.ts';
import { judge } from '../../src/core/signature/judge.ts';
import { createReferee } from '../../src/io/referee.ts';
import { key, otherKey, privateKey, publicKey, signed } from '../core/signature/cases.ts';
import { CODE_POINT } from '../harness/code-point.ts';
import { volume } from '../harness/volume.ts';

const askReferee = await createReferee();
const now = () => Math.floor(Date.now() / 1_000);

const body = fc.oneof(
  fc.json().map((text) => Buffer.from(text)),
  fc.string({ unit: CODE_POINT }).map((text) => Buffer.from(text)),
  fc.string().map((text) => Buffer.from(`\ufeff${text}\r\n\0`)),
  fc.uint8Array({ maxLength: 24 }),
  // Surrogates and overlong forms, which look like UTF-8 and are not.
  fc.constantFrom([0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]).map(Buffer.from),
);

// What can be sent as a header: a receiver would trim spaces at the ends.
const id = fc
  .oneof(
    fc.constantFrom('msg_1', 'msg.1', 'msg 1', 'msg_é', 'a, b', '{}', 'constructor'),
    fc.string({ unit: fc.constantFrom(...'am_1. ,é\u00a0\u00ff%"'), maxLength: 6 }),
  )
  .filter((text) => text !== '' && text === text.trim());

type Header = readonly [name: string, value: string];

const otherName = (name: string) =>
  /^svix/i.test(name) ? name.replace(/svix/i, 'webhook') : name.replace(/webhook/i, 'svix');

/** How a header is spoilt on its way, or made to look different while the signature stays good. */
const SPOILT: Readonly<Record<string, (pair: Header, noise: string) => readonly Header[]>> = {
  same: (pair) => [pair],
  twice: (pair, noise) => [pair, [pair[0], noise]],
  'in both families': (pair) => [pair, [otherName(pair[0]), pair[1]]],
  'empty in the other family': (pair) => [pair, [otherName(pair[0]), '']],
  'with something before it': ([name, value], noise) => [[name, `${noise} ${value}`]],
  'with something behind it': ([name, value], noise) => [[name, `${value} ${noise}`]],
  'in upper case': ([name, value]) => [[name.toUpperCase(), value]],
  gone: () => [],
};

const changes = fc.array(
  fc.record({
    ending: fc.constantFrom('id', 'timestamp', 'signature'),
    how: fc.constantFrom(...Object.values(SPOILT)),
    noise: fc.constantFrom('v1,', 'v2,abc', ' ', ',', '0', ',x', 'v1,a,b', '\u00a0', '.0', 'e1', '+'),
  }),
  { maxLength: 2 },
);

const scene = fc.record({
  body,
  id,
  sentBy: fc.uniqueArray(fc.constantFrom(key, otherKey, privateKey), { minLength: 1 }),
  heldBy: fc.uniqueArray(fc.constantFrom(key, otherKey, publicKey), { minLength: 1 }),
  family: fc.constantFrom('svix' as const, 'webhook' as const),
  offsetSeconds: fc.oneof(fc.constant(0), fc.integer({ min: -310, max: 310 })),
  changes,
});
type Scene = typeof scene extends fc.Arbitrary<infer Value> ? Value : never;

function toDelivery({ body, id, sentBy, family, offsetSeconds, changes }: Scene): Delivery {
  const sent = signed(sentBy, { id, body, timestampSeconds: now() + offsetSeconds }, family);
  let headers = sent.headers;
  for (const { ending, how, noise } of changes) {
    headers = headers.flatMap((pair) =>
      pair[0].toLowerCase() === `${family}-${ending}` ? how(pair, noise) : [pair],
    );
  }
  return { ...sent, headers };
}

test('where it is sure that the svix library agrees, the library accepts', () => {
  const seen = { sure: 0, valid: 0 };
  fc.assert(
    fc.property(scene, (drawn) => {
      const delivery = toDelivery(drawn);
      const verdict = judge(delivery, drawn.heldBy, now());
      if (verdict.kind === 'valid') seen.valid += 1;
      if (!isSureToAgree(delivery, verdict)) return;
      seen.sure += 1;
      const keyIndex = verdict.kind === 'valid' ? verdict.keyIndex : 0;
      expect(askReferee(delivery, drawn.heldBy.slice(keyIndex, keyIndex + 1), now())).toEqual({
        accepts: true,
      });
    }),
    { numRuns: volume(2_000, 4_000) },
  );
  expect(seen.sure).toBeGreaterThan(100);
  expect(seen.valid).toBeGreaterThan(seen.sure);
});
