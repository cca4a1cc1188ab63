import type { Capture } from '../../capture/capture.ts';
import type { Kept } from '../history.ts';
import { type Beyond, type Candidate, findCandidate } from './candidates.ts';
import { findAnswer, findDelivery, findDiagnosis, findForwarding } from './rows.ts';
import { ANSWER, DELIVERY, DIAGNOSIS, FORWARDING, type Shape } from './shapes.ts';
import {
  type Belongings,
  type Found,
  type PageImage,
  type RowPlace,
  type Survey,
  surveyPages,
} from './survey.ts';

/** A file of pages that may be damaged in any way, with what was to be written over it. */
export interface Pages extends Beyond {
  /** Every page as often as it was written, the newer later. */
  readonly images: () => Iterable<PageImage>;
  /** The bytes of an image again. */
  readonly readImage: (address: number) => Uint8Array;
}

/** A delivery without what was known of its message when it came: those before it may be lost. */
export type SalvagedDelivery = Omit<Kept, 'earlier'>;

/** What could be read of a file. */
export interface Salvaged {
  /** How many deliveries are whole. */
  readonly recovered: number;
  /** How many there must have been besides. One of which no trace is left is not counted. */
  readonly unreadable: number;
  /** The deliveries that are whole, oldest first; each is read when it is taken. */
  readonly kept: () => Iterable<SalvagedDelivery>;
}

/**
 * Reads what is whole in a damaged history: rows are known by their shape wherever they stand, so that neither the
 * header of the file nor that of a page is needed, and each is taken only when its checksum is right. Never throws.
 */
export function salvage(pages: Pages): Salvaged {
  const survey = surveyPages(pages.images(), pages);
  return {
    recovered: survey.found.size,
    unreadable: countLost(survey),
    kept: function* () {
      for (const found of inOrder(survey.found)) {
        const kept = readKept(pages, found, survey.belongings.get(found.seq ?? -1));
        if (kept !== undefined) yield kept;
      }
    },
  };
}

/** A damaged id is not one more delivery where the one with its number is there. */
function countLost({ found, mentioned }: Survey): number {
  const numbers = new Set(Array.from(found.values(), ({ seq }) => seq));
  const lost = Array.from(mentioned).filter(
    ([id, seq]) => !found.has(id) && (seq === undefined || !numbers.has(seq)),
  );
  return new Set(lost.map(([id, seq]) => seq ?? id)).size;
}

function inOrder(found: ReadonlyMap<string, Found>): readonly Found[] {
  return Array.from(found)
    .map(([id, each]) => ({ each, key: each.receivedAt + id }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ each }) => each);
}

const NOTHING: Belongings = { answers: [], forwardings: new Map(), diagnoses: [] };

function readKept(pages: Pages, { place }: Found, belongings = NOTHING): SalvagedDelivery | undefined {
  const capture = readRow(pages, { shape: DELIVERY, place }, findDelivery);
  if (capture === undefined) return undefined;
  const { answers, diagnoses } = belongings;
  const answer = readLast(pages, { shape: ANSWER, places: answers }, (row) => findAnswer(row, capture.id));
  const diagnosis = readLast(pages, { shape: DIAGNOSIS, places: diagnoses }, (row) =>
    findDiagnosis(row, capture.id),
  );
  const forwardings = readForwardings(pages, capture, belongings);
  return {
    capture: { ...capture, ...(answer && { answer }), ...(forwardings.length > 0 && { forwardings }) },
    ...(diagnosis && { diagnosis }),
  };
}

function readForwardings(pages: Pages, { id }: Capture, { forwardings }: Belongings) {
  return Array.from(forwardings)
    .sort(([one], [other]) => one - other)
    .flatMap(
      ([, places]) => readLast(pages, { shape: FORWARDING, places }, (row) => findForwarding(row, id)) ?? [],
    );
}

function readRow<Value>(
  pages: Pages,
  { shape, place: { address, at } }: { readonly shape: Shape; readonly place: RowPlace },
  find: (row: Candidate) => Value | undefined,
): Value | undefined {
  const row = findCandidate(pages.readImage(address), { at, shape }, pages);
  return row && find(row);
}

/** The newest that is whole: an older one may still stand somewhere. */
function readLast<Value>(
  pages: Pages,
  { shape, places }: { readonly shape: Shape; readonly places: readonly RowPlace[] },
  find: (row: Candidate) => Value | undefined,
): Value | undefined {
  for (const place of places.toReversed()) {
    const value = readRow(pages, { shape, place }, find);
    if (value !== undefined) return value;
  }
  return undefined;
}
