import { crc32 } from 'node:zlib';
import type { Capture, Forwarding } from '../capture/capture.ts';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import { findJson } from '../json/scan.ts';
import { type Head, isDiagnosis, isForwardingHead, isHead, isId, isTime } from './row-shape.ts';

/** No text and no body in a history is longer: the most that `--max-body` and a file to be imported may have. */
export const MOST_STORED_BYTES = 268_435_456;

/** The JSON of a delivery without its body. Never throws. */
export function encodeHead({ delivery: { method, path, headers }, verdict }: Capture): string {
  return JSON.stringify({ method, path, headers, verdict } satisfies Head);
}

/**
 * Puts a delivery together again from what `encodeHead` made; undefined when it was not made by it. A checksum proves that
 * a row is whole, and not who wrote it. Never throws.
 */
export function decodeStored(id: string, receivedAt: string, stored: StoredBytes): Capture | undefined {
  const head = findJson(stored.head)?.value;
  if (!isId(id) || !isTime(receivedAt) || !isHead(head)) return undefined;
  const { method, path, headers, verdict } = head;
  return { version: 1, id, receivedAt, delivery: { method, path, headers, body: stored.body }, verdict };
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

/** Puts a forwarding together again, on the same terms. Never throws. */
export function decodeForwarding(head: string, body: Uint8Array | null): Forwarding | undefined {
  const value = findJson(head)?.value;
  return isForwardingHead(value) ? { ...value, ...(body && { body }) } : undefined;
}

/** Reads a diagnosis, on the same terms. Never throws. */
export function decodeDiagnosis(text: string): Diagnosis | undefined {
  const value = findJson(text)?.value;
  return isDiagnosis(value) ? value : undefined;
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
