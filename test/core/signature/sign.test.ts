import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it, test } from 'vitest';
import { AppError } from '../../../src/core/error.ts';
import { parseSecret } from '../../../src/core/signature/secret.ts';
import { sign, signatureHeaders } from '../../../src/core/signature/sign.ts';
import { bytes, KNOWN, key, otherKey, privateKey, publicKey, WHSEC } from './cases.ts';

const message = { id: 'msg_1', timestampSeconds: 1_614_265_330, body: bytes('{"é":"\u2028"}') };

test.each(KNOWN)('$secret.length characters of secret give the published signature of $id', (known) => {
  const { secret, id, timestampSeconds, text, signature } = known;
  expect(sign({ id, timestampSeconds, body: bytes(text) }, [parseSecret(secret, 'known')])).toBe(signature);
});

describe('sign', () => {
  it('gives one item for each key, in their order', () => {
    const all = sign(message, [otherKey, privateKey, key]);
    expect(all).toBe([otherKey, privateKey, key].map((each) => sign(message, [each])).join(' '));
    expect(all).toMatch(/^v1,\S{44} v1a,\S{88} v1,\S{44}$/);
  });

  it.each([
    ['no key', message, []],
    ['a public key', message, [key, publicKey]],
    ['an empty id', { ...message, id: '' }, [key]],
    ['an id beyond Latin-1', { ...message, id: 'msg_ł' }, [key]],
    ['an id with a line break', { ...message, id: 'msg_1\r\nX: y' }, [key]],
    ['an id with NUL', { ...message, id: 'msg_\0' }, [key]],
    ['an id with a C1 control', { ...message, id: 'msg_\x9b' }, [key]],
    ['an id that ends with a space', { ...message, id: 'msg_1 ' }, [key]],
    ['half a second', { ...message, timestampSeconds: 1.5 }, [key]],
    ['a negative time', { ...message, timestampSeconds: -1 }, [key]],
    ['no time', { ...message, timestampSeconds: Number.NaN }, [key]],
    ['a time of 13 digits', { ...message, timestampSeconds: 1_614_265_330_000 }, [key]],
  ])('refuses %s', (_, refused, keys) => {
    expect(() => sign(refused, keys)).toThrow(expect.objectContaining({ code: 'usage' }));
    expect(() => sign(refused, keys)).toThrow(AppError);
  });

  it('signs an id with Latin-1 letters and inner spaces', () => {
    expect(sign({ ...message, id: 'é b' }, [key])).toMatch(/^v1,/);
  });
});

test('the three headers are in Title-Case, of either family', () => {
  const signature = sign(message, [key]);
  expect(signatureHeaders(message, [key], 'svix')).toEqual([
    ['Svix-Id', 'msg_1'],
    ['Svix-Timestamp', '1614265330'],
    ['Svix-Signature', signature],
  ]);
  expect(signatureHeaders(message, [key], 'webhook').map(([name]) => name)).toEqual([
    'Webhook-Id',
    'Webhook-Timestamp',
    'Webhook-Signature',
  ]);
});

describe('other programs', () => {
  const secretHex = Buffer.from(WHSEC.slice('whsec_'.length), 'base64').toString('hex');
  const input = Buffer.concat([Buffer.from('msg_1.1614265330.'), message.body]);

  test.skipIf(isAbsent('openssl', 'version'))('openssl makes the same signature', () => {
    const options = ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${secretHex}`, '-binary'];
    expect(`v1,${execFileSync('openssl', options, { input }).toString('base64')}`).toBe(sign(message, [key]));
  });

  test.skipIf(isAbsent('python3', '--version'))("Python's hmac makes the same signature", () => {
    const program = `import base64, hashlib, hmac, sys
mac = hmac.new(bytes.fromhex('${secretHex}'), sys.stdin.buffer.read(), hashlib.sha256)
print(base64.b64encode(mac.digest()).decode(), end='')`;
    expect(`v1,${execFileSync('python3', ['-c', program], { input })}`).toBe(sign(message, [key]));
  });
});

function isAbsent(program: string, argument: string): boolean {
  return spawnSync(program, [argument]).status !== 0;
}
