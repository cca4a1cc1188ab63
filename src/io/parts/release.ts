import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Shorter bytes may share their memory with others, and are soon collected. */
const LEAST_BYTES = 262_144;

/**
 * Gives the memory of bytes back at once, which can never be read again. V8 keeps up to 64 MB of such memory for each thread before
 * it looks for what nobody needs any more. Bytes that are a part of others stay as they are. Never throws.
 */
export function release(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && bytes.length === buffer.byteLength && bytes.length >= LEAST_BYTES)
    buffer.transfer(0);
}

/** Gives back what was read for one part alone, with everything that was read with it. Never throws. */
export function releaseRead({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength >= LEAST_BYTES) buffer.transfer(0);
}

/**
 * Lets the heap of this process, and of its threads, grow slowly: findings and slow payloads leave much behind, and V8 would let
 * that grow to several times what is in use before it looks. Source: measured with Node.js 24.21 and V8's flags, 2026-11. Never throws.
 */
export function growSlowly(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=20');
}

/** Collects the texts and values of a large part before the next one is read: V8 would let several wait. Never throws. */
export function collect(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}
