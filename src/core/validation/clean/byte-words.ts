/** Words that are looked for in bytes, without making text of them. */
export interface ByteWords {
  readonly words: readonly string[];
  /** Which word these bytes are, or `NO_WORD`. Never throws. */
  readonly find: (bytes: Uint8Array, from: number, to: number) => number;
}

/** Keys of objects in JSON without a space before the colon: `"name":`. */
export interface ByteKeys {
  /** Which key begins here, at its quote, or `NO_WORD`. Never throws. */
  readonly find: (bytes: Uint8Array, at: number) => number;
  /** How long each is, with quotes and colon. */
  readonly lengths: Uint8Array;
}

/** What `find` gives for bytes that are none of the words. */
export const NO_WORD = -1;

const BUCKETS = 64;

/** Makes a table of ASCII words. Never throws. */
export function createByteWords(words: readonly string[]): ByteWords {
  const spelled = words.map(toBytes);
  const { first, next } = fillBuckets(spelled.map((word) => bucketOfWord(word, 0, word.length)));
  const find = (bytes: Uint8Array, from: number, to: number): number => {
    let index = first[bucketOfWord(bytes, from, to)] ?? NO_WORD;
    while (index !== NO_WORD) {
      const word = spelled[index];
      if (word !== undefined && word.length === to - from && hasBytes(bytes, from, word)) return index;
      index = next[index] ?? NO_WORD;
    }
    return NO_WORD;
  };
  return { words, find };
}

/** Makes a table of the keys with these names, which are ASCII. Never throws. */
export function createByteKeys(names: readonly string[]): ByteKeys {
  const spelled = names.map((name) => toBytes(`"${name}":`));
  const { first, next } = fillBuckets(spelled.map((key) => bucketOfKey(key, 0)));
  const find = (bytes: Uint8Array, at: number): number => {
    let index = first[bucketOfKey(bytes, at)] ?? NO_WORD;
    while (index !== NO_WORD) {
      const key = spelled[index];
      if (key !== undefined && hasBytes(bytes, at, key)) return index;
      index = next[index] ?? NO_WORD;
    }
    return NO_WORD;
  };
  return { find, lengths: Uint8Array.from(spelled, ({ length }) => length) };
}

/** For each bucket its first word, and for each word the next one in its bucket. */
function fillBuckets(buckets: readonly number[]): { readonly first: Int32Array; readonly next: Int32Array } {
  const first = new Int32Array(BUCKETS).fill(NO_WORD);
  const next = new Int32Array(buckets.length).fill(NO_WORD);
  for (const [index, bucket] of buckets.entries()) {
    next[index] = first[bucket] ?? NO_WORD;
    first[bucket] = index;
  }
  return { first, next };
}

function bucketOfWord(bytes: Uint8Array, from: number, to: number): number {
  return ((to - from) * 7 + (bytes[from] ?? 0) * 3 + (bytes[to - 1] ?? 0) * 5) % BUCKETS;
}

/** By the first, the sixth and the seventh letter, in which the names of fields differ; the shortest has five, and then comes `":`. */
function bucketOfKey(bytes: Uint8Array, at: number): number {
  return ((bytes[at + 1] ?? 0) * 3 + (bytes[at + 6] ?? 0) * 5 + (bytes[at + 7] ?? 0) * 7) % BUCKETS;
}

/** Whether these bytes stand there. Never throws. */
export function hasBytes(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let index = 0; index < wanted.length; index += 1)
    if (bytes[at + index] !== wanted[index]) return false;
  return true;
}

/** The bytes of ASCII text. Never throws. */
export function toBytes(ascii: string): Uint8Array {
  return Uint8Array.from(ascii, (character) => character.charCodeAt(0));
}
