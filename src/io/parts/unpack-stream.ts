import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { AppError } from '../../core/error.ts';
import { findPacking } from '../../core/json/packing.ts';
import { createFrameReader, FrameError } from '../../core/json/zstd-frames.ts';

/** Bytes that are unpacked at a time. */
const CHUNK_BYTES = 65_536;
/** Bytes that are given to be unpacked at a time: of those that turn out to be damaged, nothing is unpacked. */
const PIECE_BYTES = 4_096;
const TELLING_BYTES = 4;

/**
 * The content of chunks that gzip or Zstandard packed, in many members or frames as well; all else as it is. Throws what the
 * chunks throw, and an error of which `isDamage` is true where the packing is cut off or damaged, after what could be unpacked.
 */
export async function* unpackStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const { first, rest } = await readFirst(chunks[Symbol.asyncIterator]());
  switch (findPacking(first)) {
    case 'gzip':
      yield* transform(rest, (source) => source.pipe(createGunzip({ chunkSize: CHUNK_BYTES })));
      break;
    case 'zstd':
      yield* unpackFrames(rest);
      break;
    case undefined:
      yield* rest;
  }
}

/** Size of the largest content that is held as a whole, in bytes: as much as one that is not packed. */
const MOST_BYTES = 268_435_456;

/**
 * The content of a file as a whole, packed or not. Throws AppError `file_malformed` for what is cut off or damaged,
 * `file_unreadable` for what gets larger than `mostBytes`, before it does.
 */
export async function unpack(
  bytes: Uint8Array,
  file: string,
  mostBytes: number = MOST_BYTES,
): Promise<Uint8Array> {
  if (findPacking(bytes) === undefined) return bytes;
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of unpackStream(Readable.from([bytes]))) {
      length += chunk.length;
      if (length > mostBytes) throw toTooLarge(file, mostBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new AppError('file_malformed', `Cannot unpack ${file}: it is cut off or damaged.`);
  }
  return Buffer.concat(chunks);
}

function toTooLarge(file: string, mostBytes: number): AppError {
  return new AppError(
    'file_unreadable',
    `Cannot read ${file}: unpacked, it is larger than ${Math.floor(mostBytes / 1_048_576)} MiB.`,
    'If you trust it, unpack and split it, for example with split -l.',
  );
}

/** Tells whether an error is of the content of a packed file, and not of reading it. Never throws. */
export function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(?:Z_|ZSTD_|FRAME_|ERR_BUFFER_TOO_LARGE|ERR_PADDING)/.test(code);
}

/** Enough to tell how it is packed, and everything with that again. */
async function readFirst(source: AsyncIterator<Uint8Array>) {
  let first: Uint8Array = new Uint8Array();
  let isOver = false;
  while (first.length < TELLING_BYTES && !isOver) {
    const { value, done } = await source.next();
    if (done === true) isOver = true;
    else first = first.length === 0 ? value : Buffer.concat([first, value]);
  }
  async function* all(): AsyncGenerator<Uint8Array, void> {
    if (first.length > 0) yield first;
    while (!isOver) {
      const { value, done } = await source.next();
      if (done === true) return;
      yield value;
    }
  }
  return { first, rest: all() };
}

type Unpacking = (source: Readable) => Readable;

/** An error of the source does not throw away what was unpacked before it. */
async function* transform(
  source: AsyncIterable<Uint8Array>,
  unpack: Unpacking,
): AsyncGenerator<Uint8Array, void> {
  let failure: { readonly error: unknown } | undefined;
  async function* guarded() {
    try {
      for await (const chunk of source) yield* toPieces(chunk);
    } catch (error) {
      failure = { error };
    }
  }
  const readable = Readable.from(guarded());
  const unpacked = unpack(readable);
  try {
    for await (const chunk of unpacked) yield chunk;
  } catch (error) {
    throw failure === undefined ? error : failure.error;
  } finally {
    readable.destroy();
  }
  if (failure !== undefined) throw failure.error;
}

function* toPieces(chunk: Uint8Array): Generator<Uint8Array, void> {
  for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
}

async function* unpackFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const frames = createFrameReader();
  async function* pieces() {
    for await (const chunk of chunks) yield* frames.split(chunk);
    if (!frames.isBetween()) throw new FrameError('FRAME_CUT_OFF', 'The last frame is cut off.');
  }
  yield* transform(pieces(), (source) => source.pipe(createZstdDecompress({ chunkSize: CHUNK_BYTES })));
}
