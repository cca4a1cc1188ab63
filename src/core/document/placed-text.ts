import { findBodyText } from '../delivery/body.ts';
import type { PathStep } from '../events/finding.ts';
import { createLocator } from './locate.ts';
import { createPiece } from './piece.ts';
import type { Place } from './places.ts';
import type { Source } from './split.ts';
import { unquote } from './string-end.ts';

/** A value in the JSON text in which it stands, with the way from there to the file. */
export interface PlacedText {
  readonly text: string;
  /** Where the value at the path begins in the text; of a path that is not there, the nearest that holds it. Never throws. */
  readonly startOf: (path: readonly PathStep[]) => number;
  /** The place in the file of an offset in the text. Never throws. */
  readonly placeAt: (offset: number) => Place;
}

/** The text of a record as it stands in its file. Never throws. */
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
