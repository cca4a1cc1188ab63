import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { AppError } from '../../../src/core/error.ts';
import {
  generateSecretText,
  type Key,
  parseSecret,
  parseSecrets,
} from '../../../src/core/signature/secret.ts';
import { sign } from '../../../src/core/signature/sign.ts';
import { CODE_POINT } from '../../harness/code-point.ts';
import {
  bytes,
  generateSeedText,
  key,
  OTHER_WHSEC,
  privateKey,
  publicKey,
  WHPK,
  WHSEC,
  WHSK,
} from './cases.ts';

const BARE = WHSEC.slice('whsec_'.length);

function refusal(text: string): AppError {
  try {
    parseSecret(text, 'FP_SECRET');
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the secret was accepted');
}

describe('parseSecret', () => {
  it.each([
    ['whsec_ and base64', WHSEC, 'symmetric', 'v1'],
    ['bare base64', BARE, 'symmetric', 'v1'],
    ['spaces, line ends and a byte order mark around it', `\uFEFF ${WHSEC}\r\n`, 'symmetric', 'v1'],
    ['a public key', WHPK, 'public', 'v1a'],
    ['a private key of 64 bytes', WHSK, 'private', 'v1a'],
    ['a seed of 32 bytes', generateSeedText(), 'private', 'v1a'],
  ])('reads %s', (_, text, kind, scheme) => {
    expect(parseSecret(text, 'live')).toMatchObject({ name: 'live', kind, scheme, warnings: [] });
  });

  it('takes the seed and the 64 bytes of a private key for the same key', () => {
    const seed = Buffer.from(WHSK.slice(5), 'base64').subarray(0, 32).toString('base64');
    const message = { id: 'msg_1', timestampSeconds: 1, body: bytes('{}') };
    expect(sign(message, [parseSecret(`whsk_${seed}`, 'seed')])).toBe(sign(message, [privateKey]));
  });

  it('warns of a short secret and accepts it', () => {
    const [warning, ...more] = parseSecret(generateSecretText(new Uint8Array(18)), 'live').warnings;
    expect(warning).toBe(
      'The secret live has 18 bytes, fewer than the usual 24: check that it was copied whole.',
    );
    expect(more).toEqual([]);
  });

  it.each([
    ['whsec_', 32],
    ['', 32],
    ['whsec_', 25],
    ['whpk_', 32],
    ['whsk_', 32],
  ])('F10: reads %s and %i bytes without padding, and warns', (prefix, length) => {
    const padded = prefix + Buffer.alloc(length, 7).toString('base64');
    const { warnings, ...read } = parseSecret(padded.replace(/=+$/, ''), 'live');
    expect(warnings).toEqual([expect.stringContaining('The secret live is not padded: the `=`')]);
    const message = { id: 'msg_1', timestampSeconds: 1, body: bytes('{}') };
    const whole = parseSecret(padded, 'live');
    expect(read).toMatchObject({ kind: whole.kind, name: 'live' });
    if (whole.kind !== 'public')
      expect(sign(message, [{ ...read, warnings } as Key])).toBe(sign(message, [whole]));
  });

  it.each([
    ['ep_2xKbA9sExample00000000000', 'is the id of an endpoint'],
    ['app_2xKb', 'is the id of an application'],
    ['msg_p5jXN8AQM9LWM0D4loKWxJek', 'is the id of a message'],
    ['fp_id_xyz', 'is an id'],
    ['rk_live_123', 'is an API key'],
    ['api_key_123', 'is an API key'],
    ['Bearer abc', 'is an API key'],
    ['https://example.com/webhooks', 'is a URL'],
    ['-----BEGIN PUBLIC KEY-----', 'is a key in PEM'],
    ['eyJhbGciOiJIUzI1NiJ9.e30.x', 'is a token or JSON'],
    ['{"secret":"x"}', 'is a token or JSON'],
    ['op://vault/webhooks/secret', 'is a reference'],
    ['arn:aws:secretsmanager:eu-west-1:1:secret:x', 'is a reference'],
    ['projects/1/secrets/webhook/versions/2', 'is a reference'],
    ['ENC[AES256_GCM,data:x]', 'is a reference'],
    [`base64:${BARE}`, 'is a reference to a secret in another place, or is encoded once more'],
    ['process.env.FP_WEBHOOKS_SECRET', 'is the name of a variable'],
    ["os.environ['FP_WEBHOOKS_SECRET']", 'is the name of a variable'],
    ['$FP_WEBHOOKS_SECRET', 'is the name of a variable'],
    ['$' + '{FP_WEBHOOKS_SECRET}', 'is the name of a variable'],
    ['$env:FP_WEBHOOKS_SECRET', 'is the name of a variable'],
    ['%FP_WEBHOOKS_SECRET%', 'is the name of a variable'],
    ['FP_WEBHOOKS_SECRET', 'is the name of a variable'],
    ['{{ secrets.webhook }}', 'is the name of a variable'],
    ['undefined', 'is the word that a program writes for a value that is not there'],
    ['null', 'is the word'],
    ['None', 'is the word'],
    ['[object Promise]', 'is the word'],
  ])('Z9: says of %j that it %s', (text, problem) => {
    expect(refusal(text).message).toContain(`The secret FP_SECRET ${problem}`);
  });

  it.each([
    ['', 'is empty'],
    [' \n', 'is empty'],
    [`"${WHSEC}"`, 'has quotes around it'],
    [`'${WHSEC}'`, 'has quotes around it'],
    [`“${WHSEC}”`, 'has quotes around it'],
    [`${WHSEC}"`, 'has quotes around it'],
    [`v1,${WHSEC}`, 'begins with a version'],
    ['v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=', 'is a signature, not a secret'],
    ['sk_test_1234567890', 'is an API key'],
    ['testsk_1234.eu', 'is an API key'],
    [`whsec_${WHSEC}`, 'has its prefix twice'],
    [`whsec_whsk_${BARE}`, 'has its prefix twice'],
    [WHSEC.replace('whsec', 'WHSEC'), 'has its prefix in upper case'],
    [WHSEC.replace('whsec', 'Whsec'), 'has its prefix in upper case'],
    [WHSEC.replace('_', '-'), 'has a misspelt prefix'],
    ['whsec', 'has a misspelt prefix'],
    [`FP_SECRET=${WHSEC}`, 'has other text before its prefix'],
    ['whsec_', 'is a placeholder'],
    ['whsec_...', 'is a placeholder'],
    ['whsec_xxxxxxxx', 'is a placeholder'],
    ['whsec_<secret>', 'is a placeholder'],
    ['whsec_your_secret_here', 'is a placeholder'],
    ['$FP_SECRET', 'is the name of a variable, not its value'],
    [`${WHSEC.slice(0, 12)} ${WHSEC.slice(12)}`, 'has a space or a line break inside'],
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaL-_w', 'is URL-safe base64'],
    ['MfKQ9r8GKYqrTwjUPD8ILPZIo2LaL-_w', 'is URL-safe base64'],
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa#w', 'has a character that base64 does not have'],
    [WHSEC.slice(0, -1), 'is not complete base64'],
    ['whsec_QUJDRA', 'is not complete base64'],
    ['whsec_QUJDREVGRx==', 'is not complete base64'],
    ['whpk_AAAA', 'has the wrong length: a public key has 32 bytes'],
    ['whsk_AAAA', 'has the wrong length: a private key has 64 bytes'],
    [`whsk_${Buffer.alloc(64, 1).toString('base64')}`, 'is damaged'],
  ])('says of %j that it %s', (text, problem) => {
    const { code, message, hint } = refusal(text);
    expect(code).toBe('secret_invalid');
    expect(message).toContain(`The secret FP_SECRET ${problem}`);
    expect(message).toMatch(/\.$/);
    expect(hint).toMatch(/\.$/);
  });

  it('never throws anything else, and never repeats what it was given', () => {
    const near = fc.tuple(
      fc.constantFrom('', 'whsec_', 'whpk_', 'whsk_', 'WHSEC_', '"', 'v1,'),
      fc.string({ unit: CODE_POINT }),
    );
    fc.assert(
      fc.property(near, ([prefix, rest]) => {
        try {
          parseSecret(prefix + rest, 'name');
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          const { message, hint } = error as AppError;
          const core = rest.trim();
          if (core.length > 8) expect(`${message} ${hint}`).not.toContain(core);
        }
      }),
    );
  });
});

describe('parseSecrets', () => {
  it('numbers several secrets and leaves the name of one alone', () => {
    expect(parseSecrets(`${WHSEC}\n ${OTHER_WHSEC}\t${WHPK}\n`, 'live').map(({ name }) => name)).toEqual([
      'live #1',
      'live #2',
      'live #3',
    ]);
    expect(parseSecrets(` ${WHSEC} `, 'live').map(({ name }) => name)).toEqual(['live']);
  });

  it('refuses an empty list, and names the one that is wrong', () => {
    expect(() => parseSecrets(' ', 'live')).toThrow('The secret live is empty.');
    expect(() => parseSecrets(`${WHSEC} "${WHSEC}"`, 'live')).toThrow(
      'The secret live #2 has quotes around it.',
    );
  });
});

describe('a key', () => {
  it.each([
    ['symmetric', key],
    ['private', privateKey],
    ['public', publicKey],
  ])('that is %s shows no secret however it is printed', (_, secret) => {
    const printed = [
      JSON.stringify(secret),
      inspect(secret, { depth: null, showHidden: true, getters: true }),
      String(secret),
      JSON.stringify(Object.entries(secret)),
    ].join('\n');
    const bytesOf = [BARE, WHSK.slice(5), Buffer.from(WHSK, 'base64').toString('hex')];
    for (const text of bytesOf) {
      expect(printed).not.toContain(text);
      expect(printed).not.toContain(text.slice(0, 16));
      expect(printed).not.toContain(Buffer.from(text, 'base64').toString('hex').slice(0, 16));
    }
  });
});

test('a generated secret is read back without a warning', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 24, maxLength: 75 }), (random) => {
      const parsed = parseSecret(generateSecretText(random), 'new');
      expect(parsed.warnings).toEqual([]);
      expect(parsed.kind === 'symmetric' && parsed.secretKey.export()).toEqual(Buffer.from(random));
    }),
  );
});
