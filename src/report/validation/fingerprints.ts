import type { FiledFinding } from '../../core/validation/run/run.ts';

/**
 * Gives findings, in their order, a fingerprint that no other of the report has: the same finding at further places of a file
 * is numbered, as `0123…cdef:2`. Never throws.
 */
export function createFingerprints(): (finding: FiledFinding) => string {
  const counts = new Map<string, number>();
  return ({ fingerprint }) => {
    const count = (counts.get(fingerprint) ?? 0) + 1;
    counts.set(fingerprint, count);
    return count === 1 ? fingerprint : `${fingerprint}:${count}`;
  };
}
