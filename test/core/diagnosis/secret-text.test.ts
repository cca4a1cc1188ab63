import { expect, it, test } from 'vitest';
import { lintSecretText } from '../../../src/core/diagnosis/secret-text.ts';
import { generateSecretText } from '../../../src/core/signature/secret.ts';
import { WHPK, WHSEC } from '../signature/cases.ts';

it.each([
  [`"${WHSEC}"`, 'secret_malformed', 'quotes', 'Remove the quotes'],
  [`${WHSEC}\r\n`, 'secret_malformed', 'a line break after it', 'Remove the white space'],
  [` ${WHSEC}`, 'secret_malformed', 'a space before it', 'Remove the white space'],
  [`v1,${WHSEC}`, 'secret_malformed', 'version', 'Remove everything before whsec_'],
  [`whsec_${WHSEC}`, 'secret_malformed', 'twice', 'Keep one whsec_'],
  [WHSEC.replace('whsec', 'WHSEC'), 'secret_malformed', 'upper case', 'lower case'],
  ['sk_test_1234567890', 'secret_malformed', 'API key', 'Copy it again'],
  ['whsec_xxxxxxxx', 'secret_malformed', 'placeholder', 'Copy it again'],
  ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaL-_w', 'secret_malformed', 'URL-safe', 'standard base64'],
  [generateSecretText(new Uint8Array(12)), 'secret_short', '12 bytes', 'Copy the secret again'],
])('says of %j how to mend it', (text, code, problem, mend) => {
  const suspicion = lintSecretText(text, 'FP_WEBHOOKS_SECRET');
  expect(suspicion).toMatchObject({
    code,
    evidence: expect.stringContaining(problem),
    fix: expect.stringContaining(mend),
  });
  expect(suspicion?.evidence).toContain('The secret FP_WEBHOOKS_SECRET ');
  expect(JSON.stringify(suspicion)).not.toContain(WHSEC.slice(6, 16));
});

test('a good secret has no mistake', () => {
  expect(lintSecretText(WHSEC, 'live')).toBeUndefined();
  expect(lintSecretText(WHPK, 'live')).toBeUndefined();
});
