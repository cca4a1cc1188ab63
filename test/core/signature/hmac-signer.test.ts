import { createHmac, createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHmacSigner } from '../../../src/core/signature/hmac-signer.ts';
import { volume } from '../../harness/volume.ts';

const bytes = (maxLength: number) => fc.uint8Array({ minLength: 1, maxLength });

test('it is the HMAC that Node makes, for keys and bodies of any length, one message after the other', () => {
  fc.assert(
    fc.property(
      bytes(200),
      fc.array(fc.tuple(fc.stringMatching(/^[ -~\xa0-\xff]{0,300}$/), fc.uint8Array({ maxLength: 700 }))),
      (key, messages) => {
        const secretKey = createSecretKey(key);
        const toHmac = createHmacSigner(secretKey);
        for (const [start, body] of messages) {
          const expected = createHmac('sha256', secretKey).update(start, 'latin1').update(body);
          expect(toHmac(start, body)).toBe(expected.digest('base64'));
        }
      },
    ),
    { numRuns: volume(60, 300) },
  );
});

test.each([65_535, 65_536, 65_537, 1_048_576])('it is so also for a body of %i bytes', (length) => {
  const secretKey = createSecretKey(Buffer.alloc(24, 7));
  const body = Buffer.alloc(length, 'ä');
  const expected = createHmac('sha256', secretKey).update('msg_1.1.').update(body).digest('base64');
  expect(createHmacSigner(secretKey)('msg_1.1.', body)).toBe(expected);
});
