import { Buffer, isUtf8 } from 'node:buffer';

/** The same bytes seen as a Buffer; nothing is copied. Never throws. */
export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * The body as text, or undefined when it is not valid UTF-8. Encoding the text again gives the same bytes:
 * a byte order mark, NUL and every kind of line end are kept. Never throws.
 */
export function findBodyText(body: Uint8Array): string | undefined {
  return isUtf8(body) ? toBuffer(body).toString('utf8') : undefined;
}
