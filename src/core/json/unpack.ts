import { Buffer } from 'node:buffer';
import { gunzipSync, type InputType, type ZstdOptions, zstdDecompressSync } from 'node:zlib';
import { AppError } from '../error.ts';
import { findPacking } from './packing.ts';

/** What an input may hold when it is unpacked: as much as one that is not packed. */
const MOST_BYTES = 268_435_456;

/**
 * The content of a file that gzip or Zstandard packed, told by its first bytes whatever its name is; all else as it is.
 * Throws AppError `file_malformed` for what is cut off or damaged, `file_unreadable` for what gets larger than `mostBytes`,
 * before it does.
 */
export function unpack(bytes: Uint8Array, file: string, mostBytes: number = MOST_BYTES): Uint8Array {
  const unpackAll = findUnpacker(bytes);
  if (unpackAll === undefined) return bytes;
  try {
    return unpackAll(bytes, mostBytes);
  } catch (error) {
    throw toFailure(error, file, mostBytes);
  }
}

type Unpacker = (bytes: Uint8Array, mostBytes: number) => Uint8Array;

function findUnpacker(bytes: Uint8Array): Unpacker | undefined {
  switch (findPacking(bytes)) {
    case 'gzip':
      return (packed, mostBytes) => gunzipSync(packed, { maxOutputLength: mostBytes });
    case 'zstd':
      return unpackFrames;
    case undefined:
      return undefined;
  }
}

/** What Node.js gives besides the bytes when it is asked for it; its types do not know. */
const unpackFrame = zstdDecompressSync as unknown as (
  bytes: InputType,
  options: ZstdOptions & { readonly info: true },
) => { readonly buffer: Uint8Array; readonly engine: { readonly bytesWritten: number } };

/** Node.js unpacks the first frame and is silent about what follows; a file may have many, as `cat a.zst b.zst` makes. */
function unpackFrames(packed: Uint8Array, mostBytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let start = 0; start < packed.length; ) {
    // At least 1, because 0 is no limit that it takes.
    const maxOutputLength = Math.max(1, mostBytes - length);
    const { buffer, engine } = unpackFrame(packed.subarray(start), { maxOutputLength, info: true });
    if (engine.bytesWritten === 0) throw new Error('It takes nothing in.');
    parts.push(buffer);
    length += buffer.length;
    start += engine.bytesWritten;
  }
  return Buffer.concat(parts);
}

function toFailure(error: unknown, file: string, mostBytes: number): AppError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_BUFFER_TOO_LARGE') {
    return new AppError(
      'file_unreadable',
      `Cannot read ${file}: unpacked, it is larger than ${Math.floor(mostBytes / 1_048_576)} MiB.`,
      'If you trust it, unpack and split it, for example with split -l.',
    );
  }
  return new AppError('file_malformed', `Cannot unpack ${file}: it is cut off or damaged.`);
}
