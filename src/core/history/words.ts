import { findBodyText } from '../bytes.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { findJson } from '../json/scan.ts';

/** Nobody types more than this of a word; longer ones are ciphers and the like. In UTF-16 units. */
const LONGEST_WORD = 64;
const WORD = /[\p{L}\p{M}\p{N}_-]+/gu;
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(.))/g;

/**
 * The words of a text in lower case, without accents: runs of letters, digits, `_` and `-`, so that ids such as
 * `fp_id_abc` are one word. Never throws.
 */
export function toWords(text: string): readonly string[] {
  return (plain(text).match(WORD) ?? []).map((word) => word.slice(0, LONGEST_WORD));
}

function plain(text: string): string {
  // Nearly all text is ASCII, for which there is nothing to take apart.
  const apart = /[^\x00-\x7f]/.test(text) ? text.normalize('NFKD').replace(/\p{M}/gu, '') : text;
  return apart.toLowerCase();
}

/** A word and what it is put together from: `fp_id_abc` is found by `fp_id_a` and by `abc`. */
function withParts(word: string): readonly string[] {
  return /[_-]/.test(word) ? [word, ...word.split(/[_-]+/).filter((part) => part !== '')] : [word];
}

/** All that a delivery can be found by: its id and the words of its path, headers and body, each once. Never throws. */
export function searchableWords(id: string, { method, path, headers, body }: Delivery): ReadonlySet<string> {
  const texts = [id, method, path, ...headers.flat(), toProse(body)];
  return new Set(texts.flatMap(toWords).flatMap(withParts));
}

/** In JSON a line end is written `\n`, and would otherwise be the first letter of the next word. */
function toProse(body: Uint8Array): string {
  const text = findBodyText(body) ?? '';
  return text.includes('\\') && findJson(text) !== undefined ? text.replace(ESCAPE, unescapeOne) : text;
}

function unescapeOne(_: string, hex: string | undefined, character: string): string {
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  return /[nrtbf]/.test(character) ? ' ' : character;
}

/** Whether all words are there, the last one at least as the beginning of one. No words fit everything. Never throws. */
export function hasWords(wanted: readonly string[], words: ReadonlySet<string>): boolean {
  const last = wanted.at(-1);
  if (last === undefined) return true;
  return wanted.slice(0, -1).every((word) => words.has(word)) && hasBeginning(last, words);
}

function hasBeginning(wanted: string, words: ReadonlySet<string>): boolean {
  for (const word of words) if (word.startsWith(wanted)) return true;
  return false;
}
