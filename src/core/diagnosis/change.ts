import { Buffer } from 'node:buffer';
import type { FaultCode } from './catalogue.ts';
import type { Framework } from './frameworks.ts';

/** One fault undone, so that the delivery may be as it was signed. Holds no part of a secret, a signature or the body. */
export interface Change {
  readonly code: FaultCode;
  /** Completes "The signature matches once …", for example "the body is laid out compactly". */
  readonly undone: string;
  /** Words for the probe that this change belongs to in "ruled out: …", for example "within 600 s"; its tries are counted. */
  readonly covers?: string;
  /** The configured name of the secret that fits, where that is the fault. */
  readonly keyName?: string;
  /** What the request gives away about the application. */
  readonly framework?: Framework;
}

/** A body that may have been signed, and the changes that lead to it, the outermost first. */
export interface TriedBody {
  readonly changes: readonly Change[];
  readonly bytes: Uint8Array;
}

/** A body that one change leads to. Never throws. */
export function toBody(
  code: FaultCode,
  undone: string,
  content: string | Uint8Array,
  more: Pick<Change, 'covers' | 'framework'> = {},
): TriedBody {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return { changes: [{ code, undone, ...more }], bytes };
}

/** The items whose name is not known and was not that of an item before. Never throws. */
export function toDistinct<T>(
  items: Iterable<T>,
  toName: (item: T) => unknown,
  ...known: readonly unknown[]
): readonly T[] {
  const seen = new Set(known);
  return [...items].filter((item) => {
    const name = toName(item);
    return !seen.has(name) && seen.add(name);
  });
}

/** All that was undone, as the end of a sentence: "the body is decoded from base64 and the secret live is used". Never throws. */
export function toPhrase(changes: readonly Change[]): string {
  const phrases = changes.map(({ undone }) => undone);
  const counted = [...new Set(phrases)].map((phrase) => {
    const count = phrases.filter((each) => each === phrase).length;
    return count < 2 ? phrase : `${phrase}, ${count === 2 ? 'twice' : `${count} times`}`;
  });
  const last = counted.pop() ?? '';
  return counted.length === 0 ? last : `${counted.join(', ')} and ${last}`;
}
