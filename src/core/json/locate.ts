import { findBodyText } from '../bytes.ts';
import { createPiece, type Source } from './piece.ts';
import type { PathStep, Place } from './places.ts';
import { unquote } from './scan.ts';
import { endOfValue, type FindChild, indexChildren, readMembers } from './walk.ts';

/** Finds places in the text of one record. What its records share is read once a piece, and the rest once a record. */
export interface Locator {
  /** Place at which the value at the path begins; of a path that is not there, the nearest value that holds it. Never throws. */
  readonly placeOf: (path: readonly PathStep[]) => Place;
  /** The offset in the piece's text at which that value begins. Never throws. */
  readonly startOf: (path: readonly PathStep[]) => number;
  /** The exact text of the value at the path, as in the file. Never throws. */
  readonly textOf: (path: readonly PathStep[]) => string;
  /** The keys of the object at the path in their order, with their places; a repeated key is there again. Never throws. */
  readonly keysOf: (path: readonly PathStep[]) => readonly PlacedKey[];
}

/** A key and where it begins, at its quote. */
export interface PlacedKey {
  readonly key: string;
  readonly place: Place;
}

/** A locator for a record. `JSON.parse` keeps no places, so that the text is read again where one is asked for. */
export function createLocator({ piece, root }: Source): Locator {
  const { text, rootStart } = piece;
  const known = new Map<number, FindChild>([[rootStart, piece.findChild]]);
  const startOf = (path: readonly PathStep[]): number => {
    let start = rootStart;
    for (const step of [...root, ...path]) {
      const findChild = known.get(start) ?? indexChildren(text, start);
      known.set(start, findChild);
      const next = findChild(step);
      if (next === undefined) break;
      start = next;
    }
    return start;
  };
  const textOf = (path: readonly PathStep[]) => {
    const start = startOf(path);
    return text.slice(start, endOfValue(text, start));
  };
  const keysOf = (path: readonly PathStep[]) =>
    readMembers(text, startOf(path)).map(({ key, keyStart }) => ({ key, place: piece.placeAt(keyStart) }));
  return { placeOf: (path) => piece.placeAt(startOf(path)), startOf, textOf, keysOf };
}

/** A value in its JSON text, with the way from there to the file. */
export interface PlacedText {
  readonly text: string;
  /** Offset in the text of the value at the path; of a path that is not there, the nearest that holds it. Never throws. */
  readonly startOf: (path: readonly PathStep[]) => number;
  /** The place in the file of an offset in the text. Never throws. */
  readonly placeAt: (offset: number) => Place;
}

/** The text of a record as in its file. Never throws. */
export function toPlacedText(source: Source): PlacedText {
  const { text, placeAt } = source.piece;
  return { text, startOf: createLocator(source).startOf, placeAt };
}

/**
 * The text of a JSON body that is itself a string in a record, at `path`. A place in it is that of the very character in the
 * file, among the escapes of the string; where the string is not the body, as base64 is not, it is that of the string.
 * Never throws.
 */
export function toPlacedBody(source: Source, path: readonly PathStep[], body: Uint8Array): PlacedText {
  const outer = createLocator(source);
  const text = findBodyText(body) ?? '';
  const { startOf } = createLocator({ piece: createPiece(body, 1), root: [] });
  let toOuter: ((offset: number) => number) | undefined;
  const placeAt = (offset: number) => {
    const start = outer.startOf(path);
    toOuter ??= createEscapeMap(outer.textOf(path), text);
    return source.piece.placeAt(start + toOuter(offset));
  };
  return { text, startOf, placeAt };
}

/** From an offset in what a string says to one in its text with quotes and escapes. */
function createEscapeMap(quoted: string, said: string): (offset: number) => number {
  if (!quoted.startsWith('"') || unquote(quoted) !== said) return () => 0;
  if (!quoted.includes('\\')) return (offset) => offset + 1;
  const starts = new Uint32Array(said.length + 1);
  let at = 1;
  for (let offset = 0; offset < said.length; offset += 1) {
    starts[offset] = at;
    at += quoted.charAt(at) !== '\\' ? 1 : quoted.charAt(at + 1) === 'u' ? 6 : 2;
  }
  starts[said.length] = at;
  return (offset) => starts[offset] ?? at;
}
