import { AppError } from '../../error.ts';
import { findBadBytes } from '../../json/encoding.ts';
import { createPiece, skipMark } from '../../json/piece.ts';
import type { Place } from '../../json/places.ts';
import { findJson } from '../../json/scan.ts';
import { explainSyntaxError } from '../../json/syntax-error.ts';
import { type JsonNode, parseTree } from '../../json/tree.ts';
import { DEEPEST } from '../../json/walk.ts';

/** What bytes hold: JSON that can be changed, or why not. The problem completes "this file …". */
export type TreeReading =
  | { readonly kind: 'tree'; readonly tree: JsonNode }
  | { readonly kind: 'problem'; readonly problem: string; readonly place?: Place };

/** Reads JSON so that writing it again loses nothing but layout. A byte order mark may stand before it. Never throws. */
export function readTree(bytes: Uint8Array): TreeReading {
  const piece = createPiece(skipMark(bytes), 1);
  const [bad] = findBadBytes(piece);
  if (bad !== undefined)
    return { kind: 'problem', place: bad.place, problem: `is not UTF-8: byte ${bad.byte}` };
  const tree = parseTree(piece.text);
  if (tree !== undefined) return { kind: 'tree', tree };
  if (findJson(piece.text) !== undefined)
    return { kind: 'problem', problem: `is nested deeper than ${DEEPEST} levels` };
  const { problem, ...place } = explainSyntaxError({ piece, root: [] });
  return { kind: 'problem', place, problem: `is not JSON: ${problem}` };
}

/**
 * The same where there is no going on without it. Throws AppError `file_malformed`: `patch.json:3:1 is not JSON: …`.
 * @param name What the bytes are called: a file, a fixture.
 */
export function demandTree(bytes: Uint8Array, name: string, hint: string): JsonNode {
  const reading = readTree(bytes);
  if (reading.kind === 'tree') return reading.tree;
  const { place, problem } = reading;
  const where = place === undefined ? name : `${name}:${place.line}:${place.column}`;
  throw new AppError('file_malformed', `${where} ${problem}.`, hint);
}
