import type { KeyObject } from 'node:crypto';
import type { Delivery } from '../src/core/delivery/delivery.ts';
import { type Key, parseSecret } from '../src/core/signature/secret.ts';
import { signatureHeaders } from '../src/core/signature/sign.ts';

/** One delivery of a size, validly signed, and what each library wants to see of it. */
export interface Scene {
  readonly secret: string;
  readonly keys: readonly Key[];
  readonly secretKey: KeyObject;
  readonly nowSeconds: number;
  /** The signed content before the body. */
  readonly start: string;
  readonly delivery: Delivery;
  /** The same with another secret's signature. */
  readonly forged: Delivery;
  /** Headers by lower-case name, as a Node server has them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const SECRET = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX';
const OTHER_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** A delivery whose body has so many bytes. The time is now, because most libraries ask the clock. */
export function createScene(bytes: number): Scene {
  const key = parseSecret(SECRET, 'bench');
  if (key.kind !== 'symmetric') throw new Error('the secret of the bench is symmetric');
  const text = toPayload(bytes);
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const message = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestampSeconds: nowSeconds,
    body: Buffer.from(text),
  };
  const toDelivery = (keys: readonly Key[]): Delivery => ({
    method: 'POST',
    path: '/',
    headers: [
      ['Host', 'localhost'],
      ['Accept', '*/*'],
      ['Content-Type', 'application/json'],
      ...signatureHeaders(message, keys, 'svix'),
      ['Content-Length', String(bytes)],
    ],
    body: message.body,
  });
  const delivery = toDelivery([key]);
  return {
    secret: SECRET,
    keys: [key],
    secretKey: key.secretKey,
    nowSeconds,
    start: `${message.id}.${nowSeconds}.`,
    delivery,
    forged: toDelivery([parseSecret(OTHER_SECRET, 'other')]),
    headers: Object.fromEntries(delivery.headers.map(([name, value]) => [name.toLowerCase(), value])),
    text,
  };
}

function toPayload(bytes: number): string {
  const payload = {
    event_kind: 'footprint.user.manual_review',
    fp_id: 'fp_id_xyz',
    is_live: false,
    timestamp: '2026-11-22T09:00:00Z',
    note: '',
  };
  return JSON.stringify({ ...payload, note: 'x'.repeat(bytes - JSON.stringify(payload).length) });
}
