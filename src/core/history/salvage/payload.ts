import type { Layout } from './record.ts';

/** The size of a page of every history. */
export const PAGE_BYTES = 4_096;

/** Which of its versions a page is wanted in: as it was written last, as it was last committed, or as it stands in the file. */
export type Age = (typeof AGES)[number];

const AGES = ['last', 'committed', 'file'] as const;

/** Gives a page by its number, undefined where there is none. */
export type ReadPage = (page: number, age: Age) => Uint8Array | undefined;

/** How much of a payload stands in the page itself. Source: sqlite.org/fileformat2.html, section 1.6. */
function localBytes(payloadBytes: number): number {
  const most = PAGE_BYTES - 35;
  if (payloadBytes <= most) return payloadBytes;
  const least = Math.floor(((PAGE_BYTES - 12) * 32) / 255) - 23;
  const wanted = least + ((payloadBytes - least) % (PAGE_BYTES - 4));
  return wanted <= most ? wanted : least;
}

/**
 * The payloads that a record may have: the part in its page, followed by the chain of pages with the rest, once for each
 * age of those. What is cut off gives none. Never throws.
 */
export function* findPayloads(
  page: Uint8Array,
  { at, layout: { payloadBytes } }: { readonly at: number; readonly layout: Layout },
  readPage: ReadPage,
): Generator<Uint8Array> {
  const local = localBytes(payloadBytes);
  const rest = payloadBytes - local;
  if (at + local + (rest > 0 ? 4 : 0) > page.length) return;
  const start = page.subarray(at, at + local);
  if (rest === 0) yield start;
  else {
    const first = readPageNumber(page, at + local);
    for (const age of AGES) {
      const payload = followChain(start, { first, payloadBytes }, (page) => readPage(page, age));
      if (payload !== undefined) yield payload;
    }
  }
}

function followChain(
  start: Uint8Array,
  { first, payloadBytes }: { readonly first: number; readonly payloadBytes: number },
  readPage: (page: number) => Uint8Array | undefined,
): Uint8Array | undefined {
  const parts = [start];
  let [next, missing] = [first, payloadBytes - start.length];
  // A damaged length cannot make this take more than the pages that are there: each must be read, and a circle ends with the length.
  while (missing > 0) {
    const page = next === 0 ? undefined : readPage(next);
    if (page === undefined || page.length < 4) return undefined;
    const part = page.subarray(4, 4 + missing);
    if (part.length < Math.min(missing, PAGE_BYTES - 4)) return undefined;
    parts.push(part);
    missing -= part.length;
    next = readPageNumber(page, 0);
  }
  return concatenate(parts, payloadBytes);
}

function readPageNumber(page: Uint8Array, at: number): number {
  return new DataView(page.buffer, page.byteOffset, page.byteLength).getUint32(at);
}

function concatenate(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
