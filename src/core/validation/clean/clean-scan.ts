import { toBuffer } from '../../bytes.ts';
import { hasBytes, toBytes } from './byte-words.ts';
import type { CleanFields, CleanSlot } from './clean-form.ts';

/** What stood in a payload: sets of slots as bits, and of each text where it stands without its quotes. */
export interface Scanned {
  present: number;
  nulls: number;
  truths: number;
  /** Texts that may be an address or a number of a person. */
  personal: number;
  /** Texts that no id can be: empty, or with a space. */
  spaced: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Nothing yet. Never throws. */
export function createScanned(slotCount: number): Scanned {
  const [from, to] = [new Int32Array(slotCount), new Int32Array(slotCount)];
  return { present: 0, nulls: 0, truths: 0, personal: 0, spaced: 0, from, to };
}

/** Forgets what was found. Never throws. */
export function clear(found: Scanned): void {
  found.present = 0;
  found.nulls = 0;
  found.truths = 0;
  found.personal = 0;
  found.spaced = 0;
}

/** What `scanObject` gives for what is no plain JSON of known fields. */
export const NOT_PLAIN = -1;

// One by one, and not out of an array: so they become numbers in the code that looks at every byte.
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const F = 0x66;
const N = 0x6e;
const T = 0x74;
const FALSE = toBytes('false');
const NULL = toBytes('null');
const TRUE = toBytes('true');

/** Of nine digits a number of a person can be made. */
const FEWEST_DIGITS = 9;
/** What a byte in a text says: nothing, a digit, a part of an address, a space, or that the text is over or takes a closer look. */
const PLAIN = 0;
const DIGIT = 1;
const ADDRESS = 2;
const WHITE = 3;
const END = 4;
const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (byte < 0x20 || byte > 0x7e || character === '"' || character === '\\') return END;
  if (character === '@' || character === '%') return ADDRESS;
  if (character === ' ') return WHITE;
  return character >= '0' && character <= '9' ? DIGIT : PLAIN;
});

/**
 * Reads an object that is JSON of known fields on one line, each once and of its type, in ASCII without an escape: so are
 * nearly all. It is compact, or has a space behind colons and commas, as Python writes it. One look at each byte tells it, which takes half of the time of `JSON.parse`, and makes nothing. Gives the offset
 * behind the object, or `NOT_PLAIN`. Never throws.
 */
export function scanObject(bytes: Uint8Array, start: number, fields: CleanFields, found: Scanned): number {
  if (bytes[start] !== OPEN_OBJECT) return NOT_PLAIN;
  for (let at = start + 1; ; at += 1) {
    const key = fields.keys.find(bytes, at);
    const slot = fields.slots[key];
    if (slot === undefined || (found.present >> slot.index) & 1) return NOT_PLAIN;
    found.present |= 1 << slot.index;
    at = scanValue(bytes, skipSpace(bytes, at + (fields.keys.lengths[key] ?? 0)), slot, found);
    if (bytes[at] === CLOSE_OBJECT) return at + 1;
    if (bytes[at] !== COMMA) return NOT_PLAIN;
    at += Number(bytes[at + 1] === SPACE);
  }
}

function skipSpace(bytes: Uint8Array, at: number): number {
  return bytes[at] === SPACE ? at + 1 : at;
}

function scanValue(bytes: Uint8Array, at: number, slot: CleanSlot, found: Scanned): number {
  const { index, type, fields } = slot;
  switch (bytes[at]) {
    case QUOTE:
      return type === 'string' ? scanText(bytes, at + 1, index, found) : NOT_PLAIN;
    case T:
      found.truths |= 1 << index;
      return type === 'boolean' ? scanWord(bytes, at, TRUE) : NOT_PLAIN;
    case F:
      return type === 'boolean' ? scanWord(bytes, at, FALSE) : NOT_PLAIN;
    case N:
      found.nulls |= 1 << index;
      return scanWord(bytes, at, NULL);
    case OPEN_ARRAY:
      return type === 'string[]' ? scanTexts(bytes, at + 1, index, found) : NOT_PLAIN;
    default:
      return fields === undefined ? NOT_PLAIN : scanObject(bytes, at, fields, found);
  }
}

function scanWord(bytes: Uint8Array, at: number, word: Uint8Array): number {
  return hasBytes(bytes, at, word) ? at + word.length : NOT_PLAIN;
}

function scanText(bytes: Uint8Array, from: number, slot: number, found: Scanned): number {
  let digits = 0;
  let isSpaced = bytes[from] === QUOTE;
  let at = from;
  for (; ; at += 1) {
    const kind = CLASSES[bytes[at] ?? 0] ?? END;
    if (kind === PLAIN) continue;
    if (kind === END) break;
    if (kind === WHITE) {
      isSpaced = true;
      continue;
    }
    digits += kind === DIGIT ? 1 : FEWEST_DIGITS;
  }
  if (bytes[at] !== QUOTE) return NOT_PLAIN;
  if (isSpaced) found.spaced |= 1 << slot;
  if (digits >= FEWEST_DIGITS) found.personal |= 1 << slot;
  found.from[slot] = from;
  found.to[slot] = at;
  return at + 1;
}

function scanTexts(bytes: Uint8Array, start: number, slot: number, found: Scanned): number {
  if (bytes[start] === CLOSE_ARRAY) return start + 1;
  for (let at = start; bytes[at] === QUOTE; at += 1) {
    at = scanText(bytes, at + 1, slot, found);
    if (bytes[at] === CLOSE_ARRAY) return at + 1;
    if (bytes[at] !== COMMA) return NOT_PLAIN;
    at += Number(bytes[at + 1] === SPACE);
  }
  return NOT_PLAIN;
}

/** The text in a slot. Never throws. */
export function textOf(bytes: Uint8Array, slot: number, { from, to }: Scanned): string {
  return toBuffer(bytes).toString('latin1', from[slot], to[slot]);
}
