import { generateKeyPairSync } from 'node:crypto';
import type { Delivery, RawHeaders } from '../../../src/core/delivery/delivery.ts';
import { type Key, parseSecret } from '../../../src/core/signature/secret.ts';
import { type Message, signatureHeaders } from '../../../src/core/signature/sign.ts';
import type { HeaderFamily } from '../../../src/core/signature/verdict.ts';

/** The published examples. Source: Standard Webhooks test vectors; Svix documentation, 2026. */
export const KNOWN = [
  {
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestampSeconds: 1_614_265_330,
    text: '{"test": 2432232314}',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    secret: 'whsec_plJ3nmyCDGBKInavdOK15jsl',
    id: 'msg_loFOjxBNrRLzqYUf',
    timestampSeconds: 1_731_705_121,
    text: '{"event_type":"ping","data":{"success":true}}',
    signature: 'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=',
  },
  {
    secret: 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestampSeconds: 1_614_265_330,
    text: '{"test": 2432232314}',
    signature: 'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==',
  },
] as const;

export const WHSEC = KNOWN[0].secret;
export const OTHER_WHSEC = KNOWN[1].secret;
export const WHSK = KNOWN[2].secret;
export const WHPK = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';

export const key: Key = parseSecret(WHSEC, 'live');
export const otherKey: Key = parseSecret(OTHER_WHSEC, 'sandbox');
export const privateKey: Key = parseSecret(WHSK, 'pair');
export const publicKey: Key = parseSecret(WHPK, 'half');

export const NOW = 1_614_265_330;

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function deliver(headers: RawHeaders, body: Uint8Array = bytes('{}')): Delivery {
  return { method: 'POST', path: '/', headers, body };
}

/** A signed delivery as a sender makes it. */
export function signed(
  keys: readonly Key[] = [key],
  message: Partial<Message> = {},
  family: HeaderFamily = 'svix',
): Delivery {
  const whole = { id: 'msg_1', timestampSeconds: NOW, body: bytes('{"a":1}'), ...message };
  return deliver(signatureHeaders(whole, keys, family), whole.body);
}

/** The same delivery with one header set to another value, or dropped when there is none. */
export function withHeader(delivery: Delivery, name: string, value?: string): Delivery {
  const headers = delivery.headers.flatMap((pair) => {
    if (pair[0].toLowerCase() !== name) return [pair];
    return value === undefined ? [] : [[pair[0], value] as const];
  });
  return { ...delivery, headers };
}

export function header(delivery: Delivery, name: string): string {
  return delivery.headers.find((pair) => pair[0].toLowerCase() === name)?.[1] ?? '';
}

/** A fresh private key as `whsk_` text of the seed. */
export function generateSeedText(): string {
  const der = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
  return `whsk_${der.subarray(16).toString('base64')}`;
}
