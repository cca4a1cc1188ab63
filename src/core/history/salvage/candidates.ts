import { toBuffer } from '../../bytes.ts';
import { findPayloads, type ReadPage } from './payload.ts';
import { findLayout, findRowId, type Layout } from './record.ts';
import { hasShape, type Shape } from './shapes.ts';

/** Something that looks like a row of a table. */
export interface Candidate {
  /** Where in its page its record begins. */
  readonly at: number;
  readonly layout: Layout;
  /** Its record, as far as it stands in its page, and what comes after it there. */
  readonly start: Uint8Array;
  /** The number of the row, where that is to be made out. */
  readonly rowId?: number;
  /** The row itself, perhaps several that it may be. */
  readonly payloads: () => Iterable<Uint8Array>;
}

/** How the pages beyond the one at hand are had. */
export interface Beyond {
  readonly readPage: ReadPage;
  /** How much there is in all: no row is longer. */
  readonly bytes: number;
}

/** All places of a page that look like a row of a table, wherever in the page they are: its order may be broken. Never throws. */
export function* findCandidates(page: Uint8Array, shape: Shape, beyond: Beyond): Generator<Candidate> {
  const bytes = toBuffer(page);
  const [nearest, farthest] = shape.before;
  for (const text of shape.anchors) {
    for (let anchor = bytes.indexOf(text, 0, 'latin1'); anchor !== -1; ) {
      for (let at = anchor - nearest; at >= Math.max(anchor - farthest, 0); at -= 1) {
        const candidate = findCandidate(page, { at, shape }, beyond);
        if (candidate !== undefined && isAnchored(candidate, shape, anchor)) yield candidate;
      }
      anchor = bytes.indexOf(text, anchor + 1, 'latin1');
    }
  }
}

function isAnchored({ at, layout }: Candidate, { anchored }: Shape, anchor: number): boolean {
  return anchored === undefined || at + (layout.columns[anchored]?.start ?? 0) === anchor;
}

/** What begins at a place of a page, if it looks like a row of a table. Never throws. */
export function findCandidate(
  page: Uint8Array,
  { at, shape }: { readonly at: number; readonly shape: Shape },
  { readPage, bytes }: Beyond,
): Candidate | undefined {
  const layout = findLayout(page, at, shape.columns.length);
  if (layout === undefined || layout.payloadBytes > bytes || !hasShape(layout, shape)) return undefined;
  const rowId = findRowId(page, at, layout.payloadBytes);
  return {
    at,
    layout,
    start: page.subarray(at),
    ...(rowId !== undefined && { rowId }),
    payloads: () => findPayloads(page, { at, layout }, readPage),
  };
}
