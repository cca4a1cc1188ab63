import { findBase64Bytes } from './base64.ts';
import type { Key } from './secret.ts';
import type { Scheme, Verdict } from './verdict.ts';

// Source: RFC 2104 with SHA-256; RFC 8032 section 5.1.6.
const SIGNATURE_LENGTH_BYTES: Readonly<Record<Scheme, number>> = { v1: 32, v1a: 64 };

/**
 * The items of a signature header, in order: `version,base64`, separated by spaces. Never throws.
 * Source: Standard Webhooks specification 1.0, "Webhook headers".
 */
export function toItems(signature: string): readonly string[] {
  return signature.includes(' ') ? signature.split(' ').filter((item) => item !== '') : [signature];
}

/**
 * Why none of the items matched: a well-formed item of a scheme that the keys know means a mismatch, anything else
 * that there was nothing to compare. Never throws.
 */
export function explainItems(items: readonly string[], keys: readonly Key[]): Verdict {
  const known = new Set<string>(keys.map(({ scheme }) => scheme));
  const parsed = items.map(toItem);
  const checkable = parsed.filter(({ version }) => known.has(version));
  if (checkable.some(isWellFormed)) return { kind: 'signature_mismatch', itemCount: items.length };
  const versions = [
    ...new Set(parsed.filter(({ text }) => text !== undefined).map(({ version }) => version)),
  ];
  const other = checkable.length === 0 && parsed.some(isWellFormed);
  return { kind: 'signature_unusable', versions, reason: other ? 'other_scheme' : 'malformed' };
}

interface Item {
  readonly version: string;
  /** What follows the first comma; undefined when there is none. */
  readonly text: string | undefined;
}

function toItem(item: string): Item {
  const comma = item.indexOf(',');
  return comma < 0
    ? { version: item, text: undefined }
    : { version: item.slice(0, comma), text: item.slice(comma + 1) };
}

function isWellFormed({ version, text }: Item): boolean {
  if (text === undefined) return false;
  const length = findBase64Bytes(text)?.length;
  if (version === 'v1' || version === 'v1a') return length === SIGNATURE_LENGTH_BYTES[version];
  return /^v\d+[a-z]?$/.test(version) && text !== '';
}
