import { toBuffer } from '../core/delivery/body.ts';
import type { DecodeCapture } from '../core/document/split.ts';

/** What reads the captures in a file. Their schema takes 10 ms to load, which a file without any does not pay. */
export async function loadCaptureDecoder(file: Uint8Array): Promise<DecodeCapture> {
  if (!toBuffer(file).includes('"capture"')) return () => ({ kind: 'not_capture' });
  return (await import('../core/capture/decode.ts')).decodeCaptureValue;
}
