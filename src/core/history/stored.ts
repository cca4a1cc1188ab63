import { crc32 } from 'node:zlib';
import type { Capture, Forwarding } from '../capture/capture.ts';

/** What of a delivery stands in one column, as JSON: everything but the id, the time and the body. */
type Head = Pick<Capture['delivery'], 'method' | 'path' | 'headers'> & Pick<Capture, 'verdict'>;
/** The same for a forwarding: everything but the body of the answer. */
type ForwardingHead = Omit<Forwarding, 'body'>;

/** The JSON of a delivery without its body. Never throws. */
export function encodeHead({ delivery: { method, path, headers }, verdict }: Capture): string {
  return JSON.stringify({ method, path, headers, verdict } satisfies Head);
}

/** Puts a delivery together again from what `encodeHead` made and a checksum has vouched for. */
export function decodeStored(id: string, receivedAt: string, stored: StoredBytes): Capture {
  const { verdict, ...request } = JSON.parse(stored.head) as Head;
  return { version: 1, id, receivedAt, delivery: { ...request, body: stored.body }, verdict };
}

/** A row as it was written: JSON, and the body beside it. */
export interface StoredBytes {
  readonly head: string;
  readonly body: Uint8Array;
}

/** The JSON of a forwarding without its body. Never throws. */
export function encodeForwardingHead({ url, sentAt, status, latencyMs, headers, error }: Forwarding): string {
  return JSON.stringify({ url, sentAt, status, latencyMs, headers, error });
}

/** Puts a forwarding together again. */
export function decodeForwarding(head: string, body: Uint8Array | null): Forwarding {
  return { ...(JSON.parse(head) as ForwardingHead), ...(body && { body }) };
}

/**
 * The sum by which a row that comes out of a damaged file is known to be whole: CRC-32 over all parts. Never throws.
 * A part that is absent counts differently from an empty one.
 */
export function checksumOf(parts: readonly (string | Uint8Array | null)[]): number {
  let sum = 0;
  // Texts that follow each other are summed in one go: to call for the sum takes longer than to make it.
  let text = '';
  for (const part of parts) {
    if (part === null || typeof part === 'string') text += `\n${part ?? '\0'}`;
    else {
      const begun = crc32(`${text}\n`, sum);
      // Of an array without memory zlib gives 0, whatever came before it, and only some empty arrays have none.
      sum = part.length === 0 ? begun : crc32(part, begun);
      text = '';
    }
  }
  return text === '' ? sum : crc32(text, sum);
}
