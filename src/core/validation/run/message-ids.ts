import type { FindingText } from '../rules/finding.ts';
import type { Severity } from '../rules/rule.ts';
import type { CarriedMessage } from './carry.ts';
import type { FilePlace } from './run.ts';

/** A finding about an id that came again with another body. */
export interface Reuse {
  readonly finding: FindingText;
  /** The message without the place of the first delivery, which moves. */
  readonly steady: string;
  readonly line: number;
  readonly column: number;
}

/** A retry comes soon: so many ids are remembered at least, those that came last, and twice as many at most. */
const GENERATION = 100_000;

interface First {
  readonly digest: string;
  readonly place: FilePlace;
}

/**
 * Watches for message ids that come again with another body than the first of that id, over all inputs. The 100,000 ids
 * that came last are known, so that the memory does not grow with the input. The same body again is a retry, and fine.
 */
export function createReuseWatch(severity: Severity) {
  // Two generations rather than one list that is cut: a Map whose first key is deleted each time takes a look at all
  // that were deleted before.
  let young = new Map<string, First>();
  let old = new Map<string, First>();

  function remember(key: string, first: First): void {
    young.set(key, first);
    if (young.size < GENERATION) return;
    old = young;
    young = new Map();
  }

  return {
    /** What there is to say about the next delivery, or undefined. Never throws. */
    findReuse(carried: CarriedMessage, file: string): Reuse | undefined {
      const { key, shown, masked = shown, digest, line, column, event } = carried;
      const first = young.get(key) ?? old.get(key) ?? { digest, place: { file, line, column } };
      remember(key, first);
      if (first.digest === digest) return undefined;
      const { place } = first;
      const where = `${place.file}:${place.line}:${place.column}`;
      const message = `Message id ${shown} came before with another body, at ${where}.`;
      const steady = `Message id ${masked} came before with another body.`;
      const finding = { code: 'message_id_reused', severity, message, path: [], event } as const;
      return { finding, steady, line, column };
    },
  };
}
