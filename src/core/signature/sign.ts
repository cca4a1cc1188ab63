import { Buffer } from 'node:buffer';
import { createHmac, type KeyObject, sign as signBytes } from 'node:crypto';
import type { RawHeaders } from '../delivery/delivery.ts';
import { AppError } from '../error.ts';
import type { Key } from './secret.ts';
import type { HeaderFamily } from './verdict.ts';

/** What a signature covers. The time is that of the attempt, in whole Unix seconds. */
export interface Message {
  readonly id: string;
  readonly timestampSeconds: number;
  readonly body: Uint8Array;
}

/** Receivers take twelve digits. */
const MAX_SECONDS = 999_999_999_999;

// Latin-1 text that HTTP carries unchanged: no control characters, no space at the ends (a receiver would trim it).
const SENDABLE_ID = /^(?! )[\x20-\x7e\xa0-\xff]+(?<! )$/;

/**
 * The value of the signature header: one `v1,<base64>` or `v1a,<base64>` for each key, in the order of the keys.
 * Throws AppError `usage` for no key, a public key, an id that cannot be sent, or a time that is not Unix seconds.
 * Source: Standard Webhooks specification 1.0, "Signature scheme".
 */
export function sign(message: Message, keys: readonly Key[]): string {
  checkSignable(message, keys);
  const { id, timestampSeconds, body } = message;
  const start = `${id}.${timestampSeconds}.`;
  return keys.map((key) => signItem(key, start, body)).join(' ');
}

/** Whether a message id can be sent as a header that is read as it was written. Never throws. */
export function isSendableId(id: string): boolean {
  return SENDABLE_ID.test(id);
}

/** Throws AppError `usage` for what `sign` cannot sign, except for a public key. */
export function checkSignable({ id, timestampSeconds }: Message, keys: readonly Key[]): void {
  if (keys.length === 0)
    throw new AppError('usage', 'There is no secret to sign with.', 'Give one with --secret.');
  if (!isSendableId(id)) {
    throw new AppError(
      'usage',
      'The message id cannot be sent as a header.',
      'Use an id such as msg_1 with plain characters.',
    );
  }
  if (!Number.isInteger(timestampSeconds) || timestampSeconds < 0 || timestampSeconds > MAX_SECONDS) {
    throw new AppError(
      'usage',
      'The timestamp is not a number of whole Unix seconds.',
      'Seconds have ten digits today.',
    );
  }
}

/**
 * The three headers of a signed delivery in Title-Case, as Svix writes them over HTTP/1.1.
 * Throws AppError `usage` as `sign` does. Source: Svix server 1.84.
 */
export function signatureHeaders(message: Message, keys: readonly Key[], family: HeaderFamily): RawHeaders {
  const { id, timestampSeconds } = message;
  return nameSignature({ id, timestampSeconds, signature: sign(message, keys) }, family);
}

/** What the three headers hold. */
export interface SignatureValues {
  readonly id: string;
  readonly timestampSeconds: number;
  readonly signature: string;
}

/** The three headers with these values, whether they fit each other or not. Never throws. */
export function nameSignature(
  { id, timestampSeconds, signature }: SignatureValues,
  family: HeaderFamily,
): RawHeaders {
  const prefix = family === 'svix' ? 'Svix' : 'Webhook';
  return [
    [`${prefix}-Id`, id],
    [`${prefix}-Timestamp`, String(timestampSeconds)],
    [`${prefix}-Signature`, signature],
  ];
}

/**
 * The HMAC-SHA256 of a message as base64: what follows `v1,`. Never throws.
 * @param start The signed content before the body: `{id}.{timestamp}.`, as Latin-1 text.
 */
export function toHmacBase64(secretKey: KeyObject, start: string, body: Uint8Array): string {
  // Two updates: joining would copy the body.
  return createHmac('sha256', secretKey).update(start, 'latin1').update(body).digest('base64');
}

/** The signed content in one piece, which ed25519 needs. Never throws. */
export function toContent(start: string, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(start, 'latin1'), body]);
}

/**
 * One item of the signature header, by one key. Throws AppError `usage` for a public key.
 * @param start The signed content before the body, as for `toHmacBase64`.
 */
export function signItem(key: Key, start: string, body: Uint8Array): string {
  switch (key.kind) {
    case 'symmetric':
      return `v1,${toHmacBase64(key.secretKey, start, body)}`;
    case 'private':
      return `v1a,${signBytes(null, toContent(start, body), key.privateKey).toString('base64')}`;
    case 'public':
      throw new AppError(
        'usage',
        `The secret ${key.name} is a public key, which can verify but not sign.`,
        'Give the whsec_ or whsk_ secret.',
      );
  }
}
