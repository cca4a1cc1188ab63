import { toBuffer } from '../core/bytes.ts';
import type { DecodeCapture } from '../core/capture/records.ts';

/** For a file without captures. */
const decodeNoCapture: DecodeCapture = () => ({ kind: 'not_capture' });

/** What reads the captures in a file. Their schema takes 10 ms to load, which a file without any does not pay. */
export async function loadCaptureDecoder(file: Uint8Array): Promise<DecodeCapture> {
  if (!toBuffer(file).includes('"capture"')) return decodeNoCapture;
  return (await import('../core/capture/decode.ts')).decodeCaptureValue;
}
