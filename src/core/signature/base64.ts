import { Buffer } from 'node:buffer';

/**
 * The bytes of canonical standard base64 (`+` and `/`, full padding, no spare bits), or undefined when the text is
 * anything else. `Buffer.from` alone takes nearly every text, so the bytes are encoded again and compared. Never throws.
 * Source: RFC 4648 sections 3.5 and 4.
 */
export function findBase64Bytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
