import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutSecrets } from '../../src/cli/redact.ts';

test.each([
  ['"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" is one.', '"whsec_…" is one.'],
  ['whsec_ab+/cd== whsk_ef', 'whsec_… whsk_…'],
  ['http://whsec_abc%2Bde%3D/?key=sk_live_1.', 'http://whsec_…?key=sk_….'],
  ['WHSEC%5Fabc', 'WHSEC_…'],
  ['cut to whsec_abc…', 'cut to whsec_…'],
  ['FP_WEBHOOKS_SECRET=whsec_… npx', 'FP_WEBHOOKS_SECRET=whsec_… npx'],
  ['key sk_test_abc', 'key sk_…'],
  ['task_one risk_two whpk_public', 'task_one risk_two whpk_public'],
])('%s is shown as %s', (text, shown) => {
  expect(withoutSecrets(text)).toBe(shown);
});

test('no part of any secret is left', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 12, maxLength: 64 }),
      fc.constantFrom('whsec_', 'whsk_'),
      (bytes, prefix) => {
        const secret = prefix + Buffer.from(bytes).toString('base64');
        for (const form of [secret, encodeURIComponent(secret), encodeURI(secret)])
          expect(withoutSecrets(`"${form}" is not known`)).toBe(`"${prefix}…" is not known`);
      },
    ),
  );
});
