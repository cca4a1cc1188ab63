import type { CarriedMessage } from './carry.ts';
import type { FindingText, Severity } from './finding.ts';
import type { FilePlace } from './run.ts';

/** A finding about an id that came again with another body. */
export interface Reuse {
  readonly finding: FindingText;
  /** The message without the place of the first delivery, which moves. */
  readonly steady: string;
  readonly line: number;
  readonly column: number;
}

/** How many ids are remembered: those that came last. A retry comes soon, so that a file of any length is read in constant memory. */
const MOST_IDS = 100_000;

interface First {
  readonly digest: string;
  readonly place: FilePlace;
}

/**
 * Watches for message ids that come again with another body than the first of that id, over all inputs. The 100,000 ids
 * that came last are known. The same body again is a retry, and fine.
 */
export function createReuseWatch(severity: Severity) {
  const known = new Map<string, First>();

  function remember(key: string, first: First): void {
    // Put at the end, so that the oldest is always the first.
    known.delete(key);
    known.set(key, first);
    const [oldest] = known.size > MOST_IDS ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
  }

  return {
    /** What there is to say about the next delivery, or undefined. Never throws. */
    findReuse({ key, shown, digest, line, column, event }: CarriedMessage, file: string): Reuse | undefined {
      const first = known.get(key) ?? { digest, place: { file, line, column } };
      remember(key, first);
      if (first.digest === digest) return undefined;
      const { place } = first;
      const where = `${place.file}:${place.line}:${place.column}`;
      const message = `Message id ${shown} came before with another body, at ${where}.`;
      const steady = `Message id ${shown} came before with another body.`;
      const finding = { code: 'message_id_reused', severity, message, path: [], event } as const;
      return { finding, steady, line, column };
    },
  };
}
