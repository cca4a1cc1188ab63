import { type Beyond, type Candidate, findCandidates } from './candidates.ts';
import { findDelivery, peekId, peekInteger } from './rows.ts';
import { ANSWER, DELIVERY, DIAGNOSIS, FORWARDING, INDEX_ENTRY, type Shape } from './shapes.ts';

/** A page as it is somewhere; it can be had again by its address. */
export interface PageImage {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** Where a row was seen. */
export interface RowPlace {
  readonly address: number;
  readonly at: number;
}

/** A delivery that is whole. */
export interface Found {
  readonly receivedAt: string;
  readonly place: RowPlace;
  /** Its number in the file, by which the rest of it is found. */
  readonly seq: number | undefined;
}

/** What seems to belong to the delivery with a number, the newer later; forwardings by their own numbers. */
export interface Belongings {
  readonly answers: RowPlace[];
  readonly forwardings: Map<number, RowPlace[]>;
  readonly diagnoses: RowPlace[];
}

/** What was seen in a file. It holds places and no contents, so that the file may be larger than the memory. */
export interface Survey {
  /** By id. */
  readonly found: ReadonlyMap<string, Found>;
  /** Ids that are spoken of, with the number that goes with them. */
  readonly mentioned: ReadonlyMap<string, number | undefined>;
  /** By the number of the delivery. */
  readonly belongings: ReadonlyMap<number, Belongings>;
}

/** Looks through all pages, of which the newer come later. Never throws. */
export function surveyPages(images: Iterable<PageImage>, beyond: Beyond): Survey {
  const found = new Map<string, Found>();
  const mentioned = new Map<string, number | undefined>();
  const belongings = new Map<number, Belongings>();

  function noteDelivery(candidate: Candidate, place: RowPlace): void {
    const capture = findDelivery(candidate);
    if (capture !== undefined) {
      found.set(capture.id, { receivedAt: capture.receivedAt, place, seq: candidate.rowId });
    } else noteMention(peekId(candidate, 1), candidate.rowId);
  }

  function noteMention(id: string | undefined, seq: number | undefined): void {
    if (id !== undefined) mentioned.set(id, seq);
  }

  function belongingsOf(seq: number): Belongings {
    const known = belongings.get(seq) ?? { answers: [], forwardings: new Map(), diagnoses: [] };
    belongings.set(seq, known);
    return known;
  }

  const takers: readonly (readonly [Shape, (candidate: Candidate, place: RowPlace) => void])[] = [
    [DELIVERY, noteDelivery],
    [INDEX_ENTRY, (candidate) => noteMention(peekId(candidate, 0), peekInteger(candidate, 1))],
    [ANSWER, ({ rowId }, place) => rowId !== undefined && belongingsOf(rowId).answers.push(place)],
    [DIAGNOSIS, ({ rowId }, place) => rowId !== undefined && belongingsOf(rowId).diagnoses.push(place)],
    [
      FORWARDING,
      (candidate, place) => {
        const [owner, own] = [peekInteger(candidate, 1), candidate.rowId];
        if (owner === undefined || own === undefined) return;
        const { forwardings } = belongingsOf(owner);
        forwardings.set(own, [...(forwardings.get(own) ?? []), place]);
      },
    ],
  ];
  for (const { address, bytes } of images) {
    for (const [shape, take] of takers) {
      for (const candidate of findCandidates(bytes, shape, beyond))
        take(candidate, { address, at: candidate.at });
    }
  }
  return { found, mentioned, belongings };
}
