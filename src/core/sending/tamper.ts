import { toBuffer } from '../bytes.ts';
import type { SignatureValues } from '../signature/sign.ts';

/** Parts that can be broken after signing. With `secret` it is signed with one that nobody has. */
export const TAMPERINGS = ['body', 'id', 'timestamp', 'signature', 'secret'] as const;

/** One of them. */
export type Tampering = (typeof TAMPERINGS)[number];

/** A request as it was signed. */
export interface SignedParts extends SignatureValues {
  readonly body: Uint8Array;
}

/**
 * The request with exactly one thing that fits the signature no more; `secret` changes nothing here, as it is a matter of
 * signing. The time stays within what receivers tolerate where it was, so that the signature alone tells. Never throws.
 */
export function tamper(parts: SignedParts, tampering: Tampering, nowSeconds: number): SignedParts {
  switch (tampering) {
    case 'body':
      return { ...parts, body: tamperBody(parts.body) };
    case 'id':
      return { ...parts, id: tamperId(parts.id) };
    case 'timestamp':
      return { ...parts, timestampSeconds: tamperTime(parts.timestampSeconds, nowSeconds) };
    case 'signature':
      return { ...parts, signature: tamperSignature(parts.signature) };
    case 'secret':
      return parts;
  }
}

/** The id with another character at its end. Never throws. */
export function tamperId(id: string): string {
  return id.slice(0, -1) + (id.endsWith('0') ? '1' : '0');
}

const MINUTE_SECONDS = 60;

/** A minute nearer to now, or where there is less than that, a minute ago. */
function tamperTime(seconds: number, nowSeconds: number): number {
  return seconds + MINUTE_SECONDS <= nowSeconds ? seconds + MINUTE_SECONDS : seconds - MINUTE_SECONDS;
}

/** Each item of the header with another first digit, in its form as good as before. */
function tamperSignature(signature: string): string {
  return signature.replace(
    /(v1a?,)(.)/g,
    (_, version: string, digit: string) => version + (digit === 'A' ? 'B' : 'A'),
  );
}

const ANY_DIGIT = /\d(?=\D*$)/;
/** A word at the end of a string of JSON that is no escape. */
const LAST_WORD = /(?<![\\A-Za-z])[A-Za-z]+(?=")/g;
const OTHER_CASE = 0x20;
const LAST_BIT = 1;
const SPACE = 0x20;

/**
 * The body with one byte changed: its last digit, else a letter, so that JSON stays JSON and an app which does not verify has
 * no other reason to refuse it. An empty body gets a byte.
 */
function tamperBody(body: Uint8Array): Uint8Array {
  if (body.length === 0) return Uint8Array.of(SPACE);
  // Latin-1 has a character for each byte.
  const text = toBuffer(body).toString('latin1');
  const changed = Uint8Array.from(body);
  const digit = ANY_DIGIT.exec(text);
  const word = [...text.matchAll(LAST_WORD)].at(-1);
  if (digit !== null) changed[digit.index] = ((Number(digit[0]) + 1) % 10 || 1) + 0x30;
  else if (word !== undefined) flip(changed, word.index + word[0].length - 1, OTHER_CASE);
  else flip(changed, changed.length - 1, LAST_BIT);
  return changed;
}

function flip(bytes: Uint8Array, at: number, bit: number): void {
  bytes[at] = (bytes[at] ?? 0) ^ bit;
}
