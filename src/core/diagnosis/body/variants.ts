import type { BodyVariant, Change } from '../change.ts';
import { findCharsets, findUnicodeForms } from './charset.ts';
import { findCompressed } from './compressed.ts';
import { findBase64, findEncodings } from './encoded.ts';
import { findEscapes, findLayouts, findLayoutsOfFiles, findRestyledLayouts } from './reserialised.ts';
import { type BodyView, createBodyView } from './view.ts';
import { findByteOrderMark, findLineEnds, findWhitespace } from './whitespace.ts';
import { findWrapped } from './wrapped.ts';

type Family = (view: BodyView) => Iterable<BodyVariant>;

/** Cheap and common first: of a large body, only the first are tried. */
const FAMILIES: readonly Family[] = [
  findWhitespace,
  findLineEnds,
  findByteOrderMark,
  findBase64,
  findLayouts,
  findEncodings,
  findWrapped,
  findEscapes,
  findCharsets,
  findUnicodeForms,
  findCompressed,
  findRestyledLayouts,
];

/** Faults on top of which another one is often found: what they leave is looked at again. */
const OUTER: readonly Family[] = [
  findBase64,
  findEncodings,
  findWrapped,
  findCompressed,
  findCharsets,
  findByteOrderMark,
  findLineEnds,
  findUnicodeForms,
];

/** A body that may have been signed, and the changes that lead to it, the outermost first. */
export interface TriedBody {
  readonly changes: readonly Change[];
  readonly bytes: Uint8Array;
}

/** The bodies that one fault could have made this one of, least change first. Never throws. */
export function* findBodies(view: BodyView): Generator<TriedBody> {
  for (const family of FAMILIES) {
    for (const { change, bytes } of family(view)) yield { changes: [change], bytes };
  }
}

/** The bodies that two faults could have made this one of. Never throws. */
export function* findBodiesOfPairs(view: BodyView): Generator<TriedBody> {
  for (const outer of OUTER) {
    for (const { change, bytes } of outer(view)) yield* findInner(change, createBodyView(bytes));
  }
  for (const [{ change, bytes }, end] of findLayoutsOfFiles(view)) yield { changes: [change, end], bytes };
}

function* findInner(outer: Change, view: BodyView): Generator<TriedBody> {
  for (const { changes, bytes } of findBodies(view)) {
    if (changes[0]?.code !== outer.code || outer.code === 'body_encoded_twice')
      yield { changes: [outer, ...changes], bytes };
  }
}
