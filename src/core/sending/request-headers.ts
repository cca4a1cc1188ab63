import { type Delivery, findMessageId, type RawHeaders } from '../delivery/delivery.ts';
import { AppError } from '../error.ts';
import { createHmacSigner, type HmacSigner } from '../signature/hmac-signer.ts';
import type { Key } from '../signature/secret.ts';
import { checkSignable, isSendableId, type Message, signatureHeaders, signItem } from '../signature/sign.ts';
import type { HeaderFamily } from '../signature/verdict.ts';

/** Headers with others added, which stand in place of those with the same names. Never throws. */
export function addHeaders(headers: RawHeaders, added: RawHeaders): RawHeaders {
  const replaced = new Set(added.map(([name]) => name.toLowerCase()));
  return [...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...added];
}

/**
 * The headers that Svix sends with every delivery, in its order and case, before those of the signature; the user agent has
 * Svix' form and names this tool. Never throws. Source: a delivery of Svix server 1.84.
 */
export function senderHeaders(version: string): RawHeaders {
  return [
    ['Accept', '*/*'],
    ['Content-Type', 'application/json'],
    ['User-Agent', `Svix-Webhooks/1.84.0 (fp-webhooks-${version}; +https://www.svix.com/http-sender/)`],
  ];
}

/** Parts that all requests of a run share. */
export interface HeaderTemplate {
  /** The headers that stand before those of the signature. */
  readonly others: RawHeaders;
  readonly family: HeaderFamily;
  readonly keys: readonly Key[];
}

/** Signs a request and gives its header lines, each with its CRLF. Throws AppError `usage` as `sign` does. */
export type SignLines = (message: Message) => string;

/**
 * Header lines of requests that differ only in their id, time and signature: what they have in common is looked at once.
 * Throws AppError `usage` for a header that HTTP cannot carry.
 */
export function createHeaderTemplate({ others, family, keys }: HeaderTemplate): SignLines {
  const prefix = family === 'svix' ? 'Svix' : 'Webhook';
  const beforeId = `${writeHeaderLines(others)}${prefix}-Id: `;
  const beforeTime = `\r\n${prefix}-Timestamp: `;
  const beforeSignature = `\r\n${prefix}-Signature: `;
  const toItems = joinItems(keys.map(toItem));
  return (message) => {
    checkSignable(message, keys);
    const { id, timestampSeconds, body } = message;
    const start = `${id}.${timestampSeconds}.`;
    return `${beforeId}${id}${beforeTime}${timestampSeconds}${beforeSignature}${toItems(start, body)}\r\n`;
  };
}

/** Header lines, each with its CRLF. Throws AppError `usage` for a header that HTTP cannot carry. */
export function writeHeaderLines(headers: RawHeaders): string {
  const bad = findUnsendable(headers);
  if (bad === undefined) return headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  throw new AppError(
    'usage',
    `The header ${JSON.stringify(bad)} cannot be sent.`,
    'A header is one line of Latin-1, such as X-Team: kyc.',
  );
}

/** Source: RFC 9110, sections 5.5 and 5.6.2. */
const SENDABLE_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const SENDABLE_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The name of the first header that HTTP cannot carry; undefined for nearly all. Never throws. */
export function findUnsendable(headers: RawHeaders): string | undefined {
  return headers.find(([name, value]) => !SENDABLE_NAME.test(name) || !SENDABLE_VALUE.test(value))?.[0];
}

function joinItems(items: readonly HmacSigner[]): HmacSigner {
  const [first, ...others] = items;
  if (first !== undefined && others.length === 0) return first;
  return (start, body) => items.map((item) => item(start, body)).join(' ');
}

/** How one key signs. */
function toItem(key: Key): HmacSigner {
  if (key.kind !== 'symmetric') return (start, body) => signItem(key, start, body);
  const toHmac = createHmacSigner(key.secretKey);
  return (start, body) => `v1,${toHmac(start, body)}`;
}

/** With what, and for which moment, a delivery is signed anew. */
interface Resigning {
  readonly key: Key;
  readonly family: HeaderFamily;
  readonly timestampSeconds: number;
}

/**
 * The headers of a delivery as a retry has them: the same id, a new timestamp and signature, all else in its place.
 * Undefined when the key cannot sign, or there is no id that can be sent. Never throws.
 * Source: Svix documentation, "Retries" (2026): an attempt is signed anew and keeps its message id.
 */
export function findResignedHeaders(
  { headers, body }: Delivery,
  { key, family, timestampSeconds }: Resigning,
): RawHeaders | undefined {
  const id = findMessageId(headers);
  if (id === null || !isSendableId(id) || key.kind === 'public') return undefined;
  const signed = signatureHeaders({ id, timestampSeconds, body }, [key], family);
  const fresh = new Map(signed.map(([name, value]) => [name.toLowerCase(), value]));
  return headers.map(([name, value]) => [name, fresh.get(name.toLowerCase()) ?? value] as const);
}
