import { createHash } from 'node:crypto';

/** One of so many machines that share the work. */
export interface Shard {
  /** From 1 to `of`. */
  readonly index: number;
  readonly of: number;
}

/** More than anybody has machines. */
export const MOST_SHARDS = 1_000;

/** Reads `2/8`; undefined for what is no shard. Never throws. */
export function findShard(text: string): Shard | undefined {
  const [, index, of] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (index === undefined || of === undefined) return undefined;
  return index >= 1 && index <= of && of <= MOST_SHARDS ? { index, of } : undefined;
}

/**
 * Whether an input that stays in one piece is this shard's: told by a hash of its name, so that it does not change when
 * other files come and go. Never throws.
 */
export function isOwned(name: string, { index, of }: Shard): boolean {
  const digest = createHash('sha256').update(name.replaceAll('\\', '/')).digest();
  return digest.readUInt32BE(0) % of === index - 1;
}

/** Which parts of an input that is split are this shard's: from the first up to, but not including, the last. Never throws. */
export function ownedParts(parts: number, { index, of }: Shard): readonly [from: number, to: number] {
  return [Math.floor((parts * (index - 1)) / of), Math.floor((parts * index) / of)];
}
