import { toBuffer } from '../core/delivery/body.ts';
import type { DecodeCapture } from '../core/document/split.ts';

/** What reads the captures in a file. Their schema takes 10 ms to load, which a file without any does not pay. */
export async function loadCaptureDecoder(file: Uint8Array): Promise<DecodeCapture> {
  if (!mayHoldCapture(file)) return () => ({ kind: 'not_capture' });
  return (await import('../core/capture/decode.ts')).decodeCapture;
}

// A capture that was cut off within its first word is recognised too, where it is all that the file holds.
function mayHoldCapture(file: Uint8Array): boolean {
  const bytes = toBuffer(file);
  return bytes.includes('"capture"') || bytes.toString('latin1', 0, 3) === '{"c';
}
