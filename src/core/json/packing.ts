import { toBuffer } from '../bytes.ts';

/** The name of a file without the ending of its packing: what it holds is told from the rest. Never throws. */
export function toUnpackedName(file: string): string {
  return file.replace(/\.(?:gz|zst)$/i, '');
}

/**
 * Packing of bytes, which their first four tell; undefined when they are not packed. Never throws.
 * Source: RFC 1952 section 2.3.1 for gzip; RFC 8878 sections 3.1.1 and 3.1.2 for frames of Zstandard, and those to skip.
 */
export function findPacking(bytes: Uint8Array): 'gzip' | 'zstd' | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  const magic = bytes.length < 4 ? 0 : toBuffer(bytes).readUInt32LE(0);
  return magic === 0xfd2fb528 || magic >>> 4 === 0x184d2a5 ? 'zstd' : undefined;
}

/** Tells whether a name says that there is one value a line. Never throws. */
export function hasLinesName(file: string): boolean {
  return /\.(?:ndjson|jsonl)$/i.test(file);
}
