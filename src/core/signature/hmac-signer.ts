import { Buffer } from 'node:buffer';
import { hash, type KeyObject } from 'node:crypto';
import { toHmacBase64 } from './sign.ts';

/** The HMAC-SHA256 of a message as base64, as `toHmacBase64` gives it. Never throws. */
export type HmacSigner = (start: string, body: Uint8Array) => string;

/** Of SHA-256. Source: RFC 2104, section 2. */
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const SCRATCH_BYTES = 65_536;

/**
 * Signs many messages with one key, at a third of the cost of `createHmac` for each, most of which goes into making an object:
 * HMAC is two hashes, and Node hashes in one call (0.9 and 3.4 µs for 300 bytes, Node 24). What does not fit beside the key is left to
 * `createHmac`, which is as fast there. The key's bytes lie here in the memory of JavaScript while the signer lives: it is for a
 * run that sends in bulk. Source: RFC 2104.
 */
export function createHmacSigner(secretKey: KeyObject): HmacSigner {
  const bytes = secretKey.export();
  const key = bytes.length > BLOCK_BYTES ? hash('sha256', bytes, 'buffer') : bytes;
  const inner = pad(key, 0x36, SCRATCH_BYTES);
  const outer = pad(key, 0x5c, DIGEST_BYTES);
  return (start, body) => {
    const bodyAt = BLOCK_BYTES + start.length;
    const end = bodyAt + body.length;
    if (end > inner.length) return toHmacBase64(secretKey, start, body);
    inner.write(start, BLOCK_BYTES, 'latin1');
    inner.set(body, bodyAt);
    outer.write(hash('sha256', inner.subarray(0, end), 'binary'), BLOCK_BYTES, 'latin1');
    return hash('sha256', outer, 'base64');
  };
}

/** A block of the key, mixed with the byte of one of the two hashes, and room behind it. */
function pad(key: Uint8Array, byte: number, room: number): Buffer {
  const padded = Buffer.alloc(BLOCK_BYTES + room, byte);
  for (const [index, each] of key.entries()) padded[index] = each ^ byte;
  return padded;
}
