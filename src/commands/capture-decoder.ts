import { toBuffer } from '../core/delivery/body.ts';
import type { DecodeCapture } from '../core/document/split.ts';

/** For a file without captures. */
const decodeNoCapture: DecodeCapture = () => ({ kind: 'not_capture' });

/** What reads the captures in a file. Their schema takes 10 ms to load, which a file without any does not pay. */
export async function loadCaptureDecoder(file: Uint8Array): Promise<DecodeCapture> {
  if (!toBuffer(file).includes('"capture"')) return decodeNoCapture;
  return (await import('../core/capture/decode.ts')).decodeCaptureValue;
}
