import { toBuffer } from '../../bytes.ts';
import type { Change, TriedBody } from '../change.ts';
import { findCharsets, findUnicodeForms } from './charset.ts';
import { findCompressed } from './compressed.ts';
import { findBase64, findEncodings, putIntoString } from './encoded.ts';
import { findFields, findLostDigits } from './fields.ts';
import {
  findCompactions,
  findEscapes,
  findLayouts,
  findLayoutsOfFiles,
  findRestyledLayouts,
} from './reserialised.ts';
import { type BodyView, createBodyView, keep } from './view.ts';
import {
  findLineEnds,
  putByteOrderMark,
  putWhitespace,
  takeByteOrderMark,
  takeWhitespace,
} from './whitespace.ts';
import { findWrapped } from './wrapped.ts';

type Family = (view: BodyView) => Iterable<TriedBody>;

/** Layers that the look of a body shows. What is left is looked at again, up to three deep. */
const LAYERS: readonly Family[] = [
  takeByteOrderMark,
  findCompressed,
  findBase64,
  findEncodings,
  findWrapped,
  findCharsets,
];
const MOST_LAYERS = 3;
/** Of all the bodies that can be left at one depth. */
const MOST_OF_DEPTH = 64;

/** Corrections of what does not look as Footprint writes it: compact JSON without white space at its ends. */
const CORRECTIONS: readonly Family[] = [takeWhitespace, findCompactions];

/** Changes that no look shows, the cheap and common ones first. */
const GUESSES: readonly Family[] = [
  putWhitespace,
  findLineEnds,
  putByteOrderMark,
  findUnicodeForms,
  putIntoString,
  findEscapes,
];

/** Layouts that Footprint does not use: each of a large body takes as long as twenty signatures, so that only the first are tried. */
const LAYOUTS: readonly Family[] = [findLayouts, findRestyledLayouts];

/** Changes of what an event says, and the thousand ends that its time may have lost. */
const RARE: readonly Family[] = [findFields, findLostDigits];

/** Guesses on top of which a layout is tried as well. */
const OUTER_GUESSES: readonly Family[] = [putByteOrderMark, findLineEnds, findUnicodeForms];

/** The bodies that may have been signed instead of one that came. */
export interface Bodies {
  /** Without what its look shows: layers and a layout. The fewest changes first. */
  readonly corrected: Iterable<TriedBody>;
  /** With one guess. */
  readonly guessed: Iterable<TriedBody>;
  /** In other layouts. */
  readonly laidOut: Iterable<TriedBody>;
  /** With fields or values changed back. */
  readonly edited: Iterable<TriedBody>;
  /** With a guess on top of layers, or two guesses. */
  readonly paired: Iterable<TriedBody>;
}

/** Notes that so many bytes were made, or are going to be read, to find a body. */
export type Charge = (kind: 'made' | 'laidOut' | 'json' | 'other', bytes: number) => void;

/** The bodies that may have been signed instead of this one; small ones are kept, large ones made anew each time. Never throws. */
export function createBodies(view: BodyView, charge: Charge): Bodies {
  const peeled = keep(peel({ changes: [], view }, charge));
  const isSmall = view.bytes.length <= MOST_KEPT_BYTES;
  const make = (find: () => Generator<TriedBody>): Iterable<TriedBody> =>
    isSmall ? keep(charged(find(), charge)) : { [Symbol.iterator]: () => charged(find(), charge) };
  return {
    corrected: make(() => correct(view, peeled)),
    guessed: make(() => tryEach(GUESSES, { changes: [], view })),
    laidOut: make(() => tryEach(LAYOUTS, { changes: [], view })),
    edited: make(() => tryEach(RARE, { changes: [], view })),
    paired: make(() => pair(view, peeled)),
  };
}

const MOST_KEPT_BYTES = 262_144;

/** A body without layers, and the changes that took them off. */
export interface Peeled {
  readonly changes: readonly Change[];
  readonly view: BodyView;
}

/** The first body without layers that is an event, or undefined. Never throws. */
export function findEventInside(view: BodyView): Peeled | undefined {
  for (const each of peel({ changes: [], view }, () => undefined)) {
    const tree = each.view.tree();
    if (tree?.kind === 'object' && tree.members.some(({ key }) => key === '"event_kind"')) return each;
  }
  return undefined;
}

/** What is left when layers are taken off, the fewest first. */
function* peel(whole: Peeled, charge: Charge): Generator<Peeled> {
  const seen = new Set([toName(whole.view.bytes)]);
  let outer: readonly Peeled[] = [whole];
  for (let depth = 0; depth < MOST_LAYERS; depth += 1) {
    const inner: Peeled[] = [];
    for (const each of outer) {
      charge(each.view.tree() === undefined ? 'other' : 'json', each.view.bytes.length);
      for (const { changes, bytes } of tryEach(LAYERS, each)) {
        const name = toName(bytes);
        if (inner.length >= MOST_OF_DEPTH || seen.has(name)) continue;
        seen.add(name);
        const next = { changes, view: createBodyView(bytes) };
        inner.push(next);
        yield next;
      }
    }
    outer = inner;
  }
}

function toName(bytes: Uint8Array): string {
  return toBuffer(bytes).toString('latin1');
}

function* correct(view: BodyView, peeled: Iterable<Peeled>): Generator<TriedBody> {
  yield* tryEach(CORRECTIONS, { changes: [], view });
  for (const each of peeled) {
    yield { changes: each.changes, bytes: each.view.bytes };
    yield* tryEach(CORRECTIONS, each);
  }
}

function* pair(view: BodyView, peeled: Iterable<Peeled>): Generator<TriedBody> {
  for (const each of peeled) yield* tryEach([...GUESSES, ...LAYOUTS, findFields], each);
  for (const { changes, bytes } of tryEach(OUTER_GUESSES, { changes: [], view }))
    yield* tryEach([findCompactions, findLayouts], { changes, view: createBodyView(bytes) });
  yield* findLayoutsOfFiles(view);
}

function* tryEach(families: readonly Family[], outer: Peeled): Generator<TriedBody> {
  for (const family of families) {
    for (const { changes, bytes } of family(outer.view))
      yield { changes: [...outer.changes, ...changes], bytes };
  }
}

function* charged(bodies: Iterable<TriedBody>, charge: Charge): Generator<TriedBody> {
  for (const body of bodies) {
    const { code } = body.changes.at(-1) ?? {};
    const isLaidOut = code === 'body_reserialised' || code === 'body_escapes_changed';
    charge(isLaidOut ? 'laidOut' : 'made', body.bytes.length);
    yield body;
  }
}
