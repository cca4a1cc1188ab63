import type { FindingText } from '../rules/finding.ts';
import type { FiledFinding } from './run.ts';

/** Findings of the same text in one part of a file. */
export interface Batch {
  readonly finding: FindingText;
  /** Line and column in turn. */
  readonly places: readonly number[];
  /** Made only where it is needed: there may be a million findings. */
  readonly fingerprint: () => string;
}

/** How many findings are kept one by one. */
const MOST_FINDINGS_KEPT = 10_000;

/**
 * Findings one by one, in the order of their places: the first 10,000 are kept, and all are told to `onFinding`.
 * Where neither wants more they are not even put in order.
 */
export function createSingles(onFinding?: (finding: FiledFinding) => void) {
  const kept: FiledFinding[] = [];
  let count = 0;
  return {
    /** Takes what was found in one part of a file. Throws what `onFinding` throws. */
    add(batches: readonly Batch[], file: string, input: number): void {
      for (const { places } of batches) count += places.length / 2;
      if (onFinding === undefined && kept.length === MOST_FINDINGS_KEPT) return;
      const most = onFinding === undefined ? MOST_FINDINGS_KEPT - kept.length : Number.POSITIVE_INFINITY;
      for (const finding of inOrder(batches, file, input, most)) {
        if (kept.length < MOST_FINDINGS_KEPT) kept.push(finding);
        onFinding?.(finding);
      }
    },
    /** Never throws. */
    list: (): readonly FiledFinding[] => kept,
    /** How many there are beyond those that were kept. Never throws. */
    omitted: () => count - kept.length,
  };
}

/** The first so many; the places of each batch are in order. */
function inOrder(
  batches: readonly Batch[],
  file: string,
  input: number,
  most: number,
): readonly FiledFinding[] {
  return batches
    .flatMap(({ finding, places, ...batch }) => {
      const fingerprint = batch.fingerprint();
      return toPairs(places.slice(0, 2 * most)).map(([line, column]) => ({
        ...finding,
        line,
        column,
        file,
        input,
        fingerprint,
      }));
    })
    .sort((one, other) => one.line - other.line || one.column - other.column)
    .slice(0, most);
}

function toPairs(places: readonly number[]): readonly (readonly [line: number, column: number])[] {
  return Array.from({ length: places.length / 2 }, (_, index) => [
    places[2 * index] ?? 1,
    places[2 * index + 1] ?? 1,
  ]);
}
