import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { toBuffer } from '../../bytes.ts';
import { type TriedBody, toBody } from '../change.ts';
import type { BodyView } from './view.ts';

/** Svix sends 1 MiB at most, so that more is no delivery but a trap. */
const MOST_BYTES = 2_097_152;

const METHODS = [
  { name: 'gzip', start: [0x1f, 0x8b], decompress: gunzipSync },
  { name: 'deflate', start: [0x78], decompress: inflateSync },
  { name: 'zstd', start: [0x28, 0xb5, 0x2f, 0xfd], decompress: zstdDecompressSync },
  // These two have no mark at their start.
  { name: 'brotli', start: [], decompress: brotliDecompressSync },
  { name: 'deflate without a header', start: [], decompress: inflateRawSync },
] as const;

/** The body decompressed, where it is compressed. Never throws, and never makes more than 2 MiB of it. */
export function* findCompressed(view: BodyView): Generator<TriedBody> {
  // Compressed bytes are hardly ever valid UTF-8.
  if (view.text() !== undefined) return;
  const body = toBuffer(view.bytes);
  for (const { name, start, decompress } of METHODS) {
    if (start.some((byte, index) => body[index] !== byte)) continue;
    const bytes = attempt(() => decompress(body, { maxOutputLength: MOST_BYTES }));
    if (bytes === undefined || bytes.length === 0) continue;
    yield toBody('body_compressed', `the body is decompressed (${name})`, bytes);
  }
}

/** The name of the compression whose mark the body begins with, or undefined. Never throws. */
export function findCompression(body: Uint8Array): string | undefined {
  return METHODS.find(({ start }) => start.length > 1 && start.every((byte, index) => body[index] === byte))
    ?.name;
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
