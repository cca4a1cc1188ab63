import type { RawHeaders } from '../delivery/delivery.ts';
import type { Key } from '../signature/secret.ts';
import { type Message, signatureHeaders } from '../signature/sign.ts';

/**
 * The headers of a delivery as Svix sends them, in its order and case; the user agent has Svix' form and names this
 * tool. Throws AppError `usage` as `sign` does. Source: a delivery of Svix server 1.84.
 */
export function toSvixHeaders(message: Message, keys: readonly Key[], version: string): RawHeaders {
  return [...senderHeaders(version), ...signatureHeaders(message, keys, 'svix')];
}

/** Headers with others added, which stand in place of those with the same names. Never throws. */
export function addHeaders(headers: RawHeaders, added: RawHeaders): RawHeaders {
  const replaced = new Set(added.map(([name]) => name.toLowerCase()));
  return [...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...added];
}

/** Those of them that are the same in every delivery. Never throws. */
export function senderHeaders(version: string): RawHeaders {
  return [
    ['Accept', '*/*'],
    ['Content-Type', 'application/json'],
    ['User-Agent', `Svix-Webhooks/1.84.0 (fp-webhooks-${version}; +https://www.svix.com/http-sender/)`],
  ];
}
