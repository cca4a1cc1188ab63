import { Buffer } from 'node:buffer';
import { type Change, toDistinct } from '../change.ts';
import { type Algorithm, findContents, findRareContents } from './contents.ts';
import { findLostMilliseconds, findOtherMoments, findTimestampForms, type TimestampText } from './moments.ts';
import { findValues } from './values.ts';

/** What may have been signed before the body, as Latin-1 text, and how. */
export interface TriedStart {
  readonly changes: readonly Change[];
  readonly start: string;
  /** What follows the body; usually nothing. */
  readonly end?: string;
  /** The body was not signed at all. */
  readonly withoutBody?: true;
  readonly algorithm?: Algorithm;
}

/** The values of the headers. Absent ones leave only contents without them. */
export interface StartParts {
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  /** When the event happened, by its own account; undefined when it does not say. */
  readonly eventSeconds: number | undefined;
  /** The values of the `webhook-…` headers, where the `svix-…` ones came whole as well. */
  readonly second?: { readonly id: string; readonly timestamp: string };
}

/** The start that a delivery as received has; undefined when a value is missing or is not Latin-1. Never throws. */
export function toPlainStart({ id, timestamp }: StartParts): TriedStart | undefined {
  if (id === undefined || timestamp === undefined) return undefined;
  const start = toStart(id, timestamp);
  return isLatin1(start) ? { changes: [], start } : undefined;
}

/** Cut down to bytes, another text could match the signature of a third. */
function isLatin1(text: string): boolean {
  return !/[^\x00-\xff]/.test(text);
}

/** Starts that one fault, or two that go together, could have made this one of; the usual ones first. Never throws. */
export function findStarts(parts: StartParts): readonly TriedStart[] {
  const { id, timestamp } = parts;
  if (id === undefined || timestamp === undefined) return findContents(parts);
  const { second } = parts;
  const starts = [
    ...(second ? [{ changes: [SECOND_FAMILY], start: toStart(second.id, second.timestamp) }] : []),
    ...findReadings(id, timestamp),
    ...findIds(id, timestamp),
    ...findContents(parts),
  ];
  return toUnique(toStart(id, timestamp), starts);
}

/** The change that takes the headers of the other family, where both came whole. */
export const SECOND_FAMILY: Change = {
  code: 'headers_mixed',
  undone: 'the webhook-… headers are read instead of the svix-… ones',
};

/** Starts that are too many to combine with other faults. Never throws. */
export function findRareStarts(parts: StartParts): readonly TriedStart[] {
  return toUnique(toPlainStart(parts)?.start, findRareContents(parts));
}

/**
 * Starts with other moments, of which there are too many to combine with other faults. Never throws.
 * @param nearby How many seconds to try on either side of the timestamp; 600 at most.
 */
export function findMomentStarts(parts: StartParts, nearby: number): readonly TriedStart[] {
  return toTimeStarts(parts, (timestamp) => findOtherMoments(timestamp, parts.eventSeconds, nearby));
}

/** The thousand starts in milliseconds that a timestamp in whole seconds can come from. Never throws. */
export function findLostMillisecondStarts(parts: StartParts): readonly TriedStart[] {
  return toTimeStarts(parts, findLostMilliseconds);
}

function toTimeStarts(
  { id, timestamp }: StartParts,
  find: (timestamp: string) => readonly TimestampText[],
): readonly TriedStart[] {
  if (id === undefined || timestamp === undefined) return [];
  const starts = find(timestamp).map(({ text, change }) => ({ changes: [change], start: toStart(id, text) }));
  return toUnique(toStart(id, timestamp), starts);
}

/** Every reading of the two values, and then every form of the timestamp. */
function findReadings(id: string, timestamp: string): readonly TriedStart[] {
  const pairs = findValues(id, 'the id').flatMap((one) =>
    findValues(timestamp, 'the timestamp').map((other) => {
      return { id: one.value, time: other.value, changes: [...one.changes, ...other.changes] };
    }),
  );
  const forms = pairs.flatMap((pair) =>
    findTimestampForms(pair.time).map(({ text, change }) => {
      return { id: pair.id, time: text, changes: [...pair.changes, change] };
    }),
  );
  return [...pairs, ...forms].map((each) => ({ changes: each.changes, start: toStart(each.id, each.time) }));
}

function findIds(id: string, timestamp: string): readonly TriedStart[] {
  const variants: readonly (readonly [string, string])[] = [
    ['without msg_', id.replace(/^msg_/, '')],
    ['with msg_ before it', `msg_${id}`],
    ['in lower case', id.toLowerCase()],
    ['as UTF-8', Buffer.from(id, 'utf8').toString('latin1')],
    ['as UTF-8 that was read as Latin-1', isLatin1(id) ? Buffer.from(id, 'latin1').toString() : id],
  ];
  return variants
    .filter(([, value]) => value !== '' && value !== id)
    .map(([words, value]) => ({
      changes: [{ code: 'id_changed', undone: `the message id is written ${words}` }],
      start: toStart(value, timestamp),
    }));
}

function toStart(id: string, timestamp: string): string {
  return `${id}.${timestamp}.`;
}

function toUnique(known: string | undefined, starts: readonly TriedStart[]): readonly TriedStart[] {
  return toDistinct(
    starts.filter(({ start }) => isLatin1(start)),
    ({ start, end = '', withoutBody = '', algorithm: { hash, way } = {} }) =>
      [start, end, withoutBody, hash, way].join('\0'),
    `${known}\0\0\0\0`,
  );
}
