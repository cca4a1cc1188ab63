import { toBuffer } from '../bytes.ts';
import { createPlaces, type PathStep, type Place } from './places.ts';
import { skipSpace } from './scan.ts';
import { type FindChild, indexChildren } from './walk.ts';

/** A part of a file that is read on its own: the whole of it, or one line. What its records share is found out once. */
export interface Piece {
  /** Its bytes in the file, without a byte order mark and a line end. */
  readonly bytes: Uint8Array;
  /** The bytes as text; those that are not UTF-8 have become U+FFFD. */
  readonly text: string;
  /** The line of the file, from 1, on which it begins. */
  readonly startLine: number;
  /** The column at which it begins: 1 but for an element in the middle of a line. */
  readonly startColumn: number;
  /** The place of an offset in `text`. Never throws. */
  readonly placeAt: (offset: number) => Place;
  /** Offset at which the value begins that the text is. */
  readonly rootStart: number;
  /** Offsets of the values in the text's object or array. Never throws. */
  readonly findChild: FindChild;
}

/** Position of a record, so that a place in it can be found later, when there is something to say of it. */
export interface Source {
  readonly piece: Piece;
  /** From the piece's value to the record: an index where the piece is an array of records. */
  readonly root: readonly PathStep[];
}

/** A piece of a file; nothing of it is looked for before it is asked for. Never throws. */
export function createPiece(bytes: Uint8Array, startLine: number, startColumn: number = 1): Piece {
  const text = toBuffer(bytes).toString('utf8');
  const rootStart = skipSpace(text, 0);
  let children: FindChild | undefined;
  const findChild: FindChild = (step) => {
    children ??= indexChildren(text, rootStart);
    return children(step);
  };
  const placeAt = createPlaces(text, startLine, startColumn);
  return { bytes, text, startLine, startColumn, placeAt, rootStart, findChild };
}

/** The bytes behind a byte order mark, if there is one. Never throws. */
export function skipMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
