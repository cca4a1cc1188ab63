import { toBuffer } from '../../core/bytes.ts';
import type { Capture } from '../../core/capture/capture.ts';
import { findMessageId } from '../../core/delivery/delivery.ts';
import { type Predecessor, toEarlier } from '../../core/history/earlier.ts';
import { toKeptTest } from '../../core/history/fits.ts';
import type { Conclusion, Earlier, History, Kept, Pruning, Query } from '../../core/history/history.ts';
import { toLabels } from '../../core/history/labels.ts';
import { decodeStored, encodeHead } from '../../core/history/stored.ts';

/** How much is held at most; the oldest is dropped for the newest. */
export interface MemoryLimits {
  readonly deliveries: number;
  readonly bytes: number;
}

/**
 * A delivery as two texts: as objects, ten thousand deliveries are a million things that the garbage collector looks after,
 * and under load it would take a sixth of all time.
 */
interface Entry {
  readonly id: string;
  readonly receivedAt: string;
  readonly messageId: string | null;
  readonly isVerified: boolean;
  readonly head: string;
  /** The bytes as Latin-1 text. */
  readonly body: string;
  readonly earlier: Earlier;
  readonly outcome: Conclusion;
  /** What it takes up, as far as it does not change. */
  readonly ownBytes: number;
  readonly bytes: number;
}

const LIMITS: MemoryLimits = { deliveries: 10_000, bytes: 67_108_864 };

/** A history that ends with the process: for those who want nothing kept. Its `add` never rejects. */
export function createMemoryHistory(limits: MemoryLimits = LIMITS): History {
  // In the order of arrival; the index is by id.
  const entries = new Map<string, Entry>();
  const latest = new Map<string, Entry>();
  // Goes through all entries once and stays where it is: from the start it would step over every gap that was left before.
  let oldest = entries.values();
  let bytes = 0;

  function put(entry: Entry): void {
    const { id, messageId } = entry;
    bytes += entry.bytes - (entries.get(id)?.bytes ?? 0);
    entries.set(id, entry);
    if (messageId !== null && latest.get(messageId)?.id === id) latest.set(messageId, entry);
    dropOldest();
  }

  function dropOldest(): void {
    while (entries.size > limits.deliveries || (bytes > limits.bytes && entries.size > 1)) {
      const { value: entry } = oldest.next();
      if (entry === undefined) oldest = entries.values();
      else remove(entry);
    }
  }

  function remove({ id, messageId, bytes: freed }: Entry): void {
    bytes -= freed;
    entries.delete(id);
    if (messageId !== null && latest.get(messageId)?.id === id) latest.delete(messageId);
  }

  return {
    add: async (capture, labels) => {
      const messageId = labels === undefined ? findMessageId(capture.delivery.headers) : labels.messageId;
      const body = toBuffer(capture.delivery.body).toString('latin1');
      const before = messageId === null ? undefined : latest.get(messageId);
      const earlier = toEarlier(before && toPredecessor(before, body));
      if (entries.has(capture.id)) return earlier;
      const entry = toEntry(capture, { messageId, body, earlier });
      if (messageId !== null) latest.set(messageId, entry);
      put(entry);
      return earlier;
    },
    conclude: async (id, conclusion) => {
      const entry = entries.get(id);
      if (entry !== undefined) put(withConclusion(entry, conclusion));
    },
    prune: async (pruning) => {
      const doomed = toDoomed([...entries.values()], pruning);
      for (const entry of doomed) remove(entry);
      return doomed.length;
    },
    find: (query) => findEntries([...entries.values()], query),
    extent: () => ({ deliveries: entries.size, bytes }),
    close: async () => undefined,
  };
}

function toPredecessor({ earlier, receivedAt, isVerified, body }: Entry, nextBody: string): Predecessor {
  return { earlier, receivedAt, isVerified, hasSameBody: body === nextBody };
}

/** What an entry takes besides its own text. */
const ENTRY_BYTES = 500;

function toEntry(
  capture: Capture,
  { messageId, body, earlier }: Pick<Entry, 'messageId' | 'body' | 'earlier'>,
): Entry {
  const { id, receivedAt, verdict, answer, forwardings = [] } = capture;
  const head = encodeHead(capture);
  const ownBytes = ENTRY_BYTES + head.length + body.length;
  const outcome = { ...(answer && { answer }), ...(forwardings.length > 0 && { forwardings }) };
  const isVerified = verdict.kind === 'valid';
  const bytes = ownBytes + sizeOf(outcome);
  return { id, receivedAt, messageId, isVerified, head, body, earlier, outcome, ownBytes, bytes };
}

function withConclusion(entry: Entry, { answer, forwardings = [], diagnosis }: Conclusion): Entry {
  const all = [...(entry.outcome.forwardings ?? []), ...forwardings];
  const outcome = {
    ...entry.outcome,
    ...(answer && { answer }),
    ...(all.length > 0 && { forwardings: all }),
    ...(diagnosis && { diagnosis }),
  };
  return { ...entry, outcome, bytes: entry.ownBytes + sizeOf(outcome) };
}

/** Roughly: text counts as two bytes a character. */
function sizeOf({ forwardings = [], diagnosis }: Conclusion): number {
  let bytes = diagnosis === undefined ? 0 : 2 * JSON.stringify(diagnosis).length;
  for (const { body, ...head } of forwardings) bytes += 2 * JSON.stringify(head).length + (body?.length ?? 0);
  return bytes;
}

function toKept({ id, receivedAt, head, body, earlier, outcome }: Entry): Kept {
  const { diagnosis, ...answered } = outcome;
  const stored = decodeStored(id, receivedAt, { head, body: Buffer.from(body, 'latin1') });
  if (stored === undefined) throw new Error(`The delivery ${id} in memory cannot be read.`);
  return { capture: { ...stored, ...answered }, earlier, ...(diagnosis && { diagnosis }) };
}

function inOrder(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((one, other) =>
    one.receivedAt < other.receivedAt ? -1 : Number(one.receivedAt > other.receivedAt),
  );
}

function toDoomed(entries: readonly Entry[], { keep, before }: Pruning): readonly Entry[] {
  const ordered = inOrder(entries);
  const tooMany = keep === undefined ? 0 : Math.max(ordered.length - keep, 0);
  return ordered.filter(
    ({ receivedAt }, index) => index < tooMany || (before !== undefined && receivedAt < before),
  );
}

function* findEntries(entries: readonly Entry[], query: Query): Generator<Kept> {
  const fits = toKeptTest(query);
  const ordered = inOrder(entries);
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  for (const entry of query.oldestFirst === true ? ordered : ordered.toReversed()) {
    if (left === 0) return;
    if (!mayFit(entry, query)) continue;
    const kept = toKept(entry);
    if (!fits(kept, toLabels(kept.capture.delivery))) continue;
    left -= 1;
    yield kept;
  }
}

/** What can be told before its text is read. */
function mayFit({ id, messageId }: Entry, query: Query): boolean {
  return (
    (query.ids === undefined || query.ids.some((start) => id.startsWith(start))) &&
    (query.messageId === undefined || query.messageId === messageId)
  );
}
