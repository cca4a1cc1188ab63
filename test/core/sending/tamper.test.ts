import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TAMPERINGS, tamper } from '../../../src/core/sending/tamper.ts';
import { judge } from '../../../src/core/signature/judge.ts';
import { parseSecret } from '../../../src/core/signature/secret.ts';
import { nameSignature, sign } from '../../../src/core/signature/sign.ts';

const NOW = 1_764_000_000;
const KEYS = [
  parseSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'one'),
  parseSecret(
    'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==',
    'two',
  ),
];

function toSigned(body: Uint8Array, timestampSeconds = NOW, id = 'msg_1') {
  const message = { id, timestampSeconds, body };
  return { ...message, signature: sign(message, KEYS) };
}

const countOther = (one: Uint8Array, other: Uint8Array) =>
  one.filter((byte, at) => byte !== other[at]).length;

test.each(TAMPERINGS.filter((each) => each !== 'secret'))('%s is broken, and nothing else', (tampering) => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1 }),
      fc.integer({ min: -299, max: 299 }),
      fc.stringMatching(/^[0-9A-Za-z_]{1,9}$/),
      (body, offset, id) => {
        const signed = toSigned(body, NOW + offset, id);
        const told = tamper(signed, tampering, NOW);
        const delivery = { method: 'POST', path: '/', headers: nameSignature(told, 'svix'), body: told.body };
        expect(judge(delivery, KEYS, NOW)).toMatchObject({ kind: 'signature_mismatch' });
        const { [tampering === 'timestamp' ? 'timestampSeconds' : tampering]: _, ...others } = told;
        expect(signed).toMatchObject(others);
        expect(told.body).toHaveLength(body.length);
        expect(countOther(told.body, body)).toBe(tampering === 'body' ? 1 : 0);
        expect(told.signature).toHaveLength(signed.signature.length);
      },
    ),
  );
});

test.each([
  ['{"a":true,"timestamp":"2025-05-05T18:40:46Z"}', '{"a":true,"timestamp":"2025-05-05T18:40:47Z"}'],
  ['{"a":9}', '{"a":1}'],
  ['{"a":0}', '{"a":1}'],
  ['{"a":true,"status":"pass","b":null}', '{"a":true,"status":"pass","B":null}'],
  ['{"status":"pass\\n"}', '{"statuS":"pass\\n"}'],
  ['{}', '{|'],
  ['', ' '],
])('JSON with a byte changed is still JSON where that can be: %s', (body, changed) => {
  const told = tamper(toSigned(Buffer.from(body)), 'body', NOW);
  expect(Buffer.from(told.body).toString()).toBe(changed);
});

test('with another secret nothing is to be changed afterwards', () => {
  const signed = toSigned(Buffer.from('{}'));
  expect(tamper(signed, 'secret', NOW)).toBe(signed);
});
