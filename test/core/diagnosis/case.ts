import { createHmac } from 'node:crypto';
import type { Delivery } from '../../../src/core/delivery/delivery.ts';
import type { FaultCode } from '../../../src/core/diagnosis/catalogue.ts';
import { generateSecretText, type Key, parseSecret } from '../../../src/core/signature/secret.ts';
import { signatureHeaders } from '../../../src/core/signature/sign.ts';
import { type BodyKind, makeBody } from './bodies.ts';
import type { Dice } from './dice.ts';

/** What was sent, and how it may be judged. */
export interface Sent {
  readonly id: string;
  readonly seconds: number;
  readonly body: Buffer;
  readonly secret: Buffer;
  readonly key: Key;
  readonly other: Key;
  readonly delivery: Delivery;
}

/** A delivery with one fault, and who judges it. */
export interface Broken {
  readonly delivery: Delivery;
  readonly keys?: readonly Key[];
  readonly otherKeys?: readonly Key[];
  readonly nowSeconds?: number;
}

/** A way in which deliveries break, and what the diagnosis must call it. */
export interface Family {
  /** The number in the list of families, and a name in words. */
  readonly name: string;
  /** All of these must be named. None: nothing may be proved. */
  readonly codes: readonly FaultCode[];
  readonly certainty: 'proved' | 'likely' | 'nothing';
  /** Names that are as right, and why. */
  readonly equivalents?: Readonly<Partial<Record<FaultCode, string>>>;
  readonly bodies?: readonly [BodyKind, ...BodyKind[]];
  /** Undefined when this delivery cannot break in this way. */
  readonly simulate: (sent: Sent, dice: Dice) => Broken | undefined;
}

export const ANY_BODY: readonly [BodyKind, ...BodyKind[]] = ['ascii', 'accents', 'large', 'not_utf8'];
export const JSON_BODY: readonly [BodyKind, ...BodyKind[]] = ['ascii', 'accents', 'large'];

/** A delivery as Svix sends it, of one of the kinds. Large bodies are rare, as they take long. */
export function send(kinds: readonly [BodyKind, ...BodyKind[]], dice: Dice): Sent {
  const kind = dice.pick(kinds);
  const rare = kind === 'large' && dice.roll(4) > 0 ? kinds[0] : kind;
  const secret = dice.bytes(dice.pick([24, 24, 32, 64]));
  const key = toKey(secret, 'FP_WEBHOOKS_SECRET');
  const other = toKey(dice.bytes(24), 'FP_WEBHOOKS_SECRET_SANDBOX');
  const id = `msg_${Array.from({ length: 27 }, () => dice.pick([...'abcdefghijkmnopqXYZ0123456789'] as [string])).join('')}`;
  const seconds = 1_614_265_330 + dice.roll(1_000);
  const body = makeBody(rare, dice);
  const family = dice.pick(['svix', 'svix', 'webhook'] as const);
  const headers = signatureHeaders({ id, timestampSeconds: seconds, body }, [key], family);
  const delivery = {
    method: 'POST',
    path: '/',
    headers: [['Content-Type', 'application/json'] as const, ...headers],
    body,
  };
  return { id, seconds, body, secret, key, other, delivery };
}

export function toKey(secret: Uint8Array, name: string): Key {
  return parseSecret(generateSecretText(secret), name);
}

/** The same delivery with another body. */
export function withBody({ delivery }: Sent, body: string | Uint8Array): Broken {
  return { delivery: { ...delivery, body: Buffer.from(body) } };
}

/** The same delivery with one of the three headers changed, under its name; undefined drops it. */
export function withPart(
  delivery: Delivery,
  part: string,
  change: (value: string) => string | undefined,
): Delivery {
  const headers = delivery.headers.flatMap(([name, value]) => {
    if (!name.toLowerCase().endsWith(`-${part}`)) return [[name, value] as const];
    const changed = change(value);
    return changed === undefined ? [] : [[name, changed] as const];
  });
  return { ...delivery, headers };
}

/** The same delivery with another content signed, or with other bytes as the key. */
export function resigned(
  { delivery, secret }: Sent,
  content: string | Uint8Array,
  key: Uint8Array = secret,
  algorithm = 'sha256',
): Delivery {
  const digest = createHmac(algorithm, key).update(content).digest('base64');
  return withPart(delivery, 'signature', () => `v1,${digest}`);
}

/** What Svix would sign, in bytes. */
export function toContent(id: string, timestamp: string | number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${id}.${timestamp}.`, 'latin1'), body]);
}
