import type { Capture } from '../../core/capture/capture.ts';
import { toBuffer } from '../../core/delivery/body.ts';
import { type Predecessor, toEarlier } from '../../core/history/earlier.ts';
import { toKeptTest } from '../../core/history/fits.ts';
import type { Conclusion, Earlier, History, Kept, Pruning, Query } from '../../core/history/history.ts';
import { type Labels, toLabels } from '../../core/history/labels.ts';

/** How much is held at most; the oldest is dropped for the newest. */
export interface MemoryLimits {
  readonly deliveries: number;
  readonly bytes: number;
}

interface Entry {
  readonly kept: Kept;
  readonly labels: Labels;
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
    bytes += entry.bytes - (entries.get(entry.kept.capture.id)?.bytes ?? 0);
    entries.set(entry.kept.capture.id, entry);
    const { messageId } = entry.labels;
    const isLatest = messageId !== null && latest.get(messageId)?.kept.capture.id === entry.kept.capture.id;
    if (isLatest) latest.set(messageId, entry);
    dropOldest();
  }

  function dropOldest(): void {
    while (entries.size > limits.deliveries || (bytes > limits.bytes && entries.size > 1)) {
      const { value: entry } = oldest.next();
      if (entry === undefined) oldest = entries.values();
      else remove(entry);
    }
  }

  function remove({ kept, labels: { messageId }, bytes: freed }: Entry): void {
    const { id } = kept.capture;
    bytes -= freed;
    entries.delete(id);
    if (messageId !== null && latest.get(messageId)?.kept.capture.id === id) latest.delete(messageId);
  }

  return {
    add: async (capture) => {
      const labels = toLabels(capture.delivery);
      const before = labels.messageId === null ? undefined : latest.get(labels.messageId);
      const earlier = toEarlier(before && toPredecessor(before, capture));
      if (entries.has(capture.id)) return earlier;
      const entry = toEntry(toKept(capture, earlier), labels);
      if (labels.messageId !== null) latest.set(labels.messageId, entry);
      put(entry);
      return earlier;
    },
    conclude: async (id, conclusion) => {
      const entry = entries.get(id);
      if (entry !== undefined) put(toEntry(withConclusion(entry.kept, conclusion), entry.labels));
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

/** No forwardings are the same as none yet. */
function toKept({ forwardings = [], ...rest }: Capture, earlier: Earlier): Kept {
  return { capture: { ...rest, ...(forwardings.length > 0 && { forwardings }) }, earlier };
}

function toPredecessor({ kept: { capture, earlier } }: Entry, next: Capture): Predecessor {
  return {
    earlier,
    receivedAt: capture.receivedAt,
    isVerified: capture.verdict.kind === 'valid',
    hasSameBody: toBuffer(capture.delivery.body).equals(next.delivery.body),
  };
}

function toEntry(kept: Kept, labels: Labels): Entry {
  return { kept, labels, bytes: sizeOf(kept) };
}

/** What an entry takes besides its own text. */
const ENTRY_BYTES = 1_000;

/** Roughly: text counts as two bytes a character. */
function sizeOf({ capture: { delivery, forwardings = [] }, diagnosis }: Kept): number {
  const rest = [...forwardings.map(({ body: _, ...head }) => head), ...(diagnosis ? [diagnosis] : [])];
  const others = rest.reduce((sum, each) => sum + 2 * JSON.stringify(each).length, ENTRY_BYTES);
  const bodies = forwardings.reduce((sum, { body }) => sum + (body?.length ?? 0), delivery.body.length);
  const text = delivery.headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return others + bodies + 2 * (delivery.path.length + text);
}

function withConclusion(kept: Kept, { answer, forwardings = [], diagnosis }: Conclusion): Kept {
  const all = [...(kept.capture.forwardings ?? []), ...forwardings];
  const capture = { ...kept.capture, ...(answer && { answer }), ...(all.length > 0 && { forwardings: all }) };
  return { ...kept, capture, ...(diagnosis && { diagnosis }) };
}

function inOrder(entries: readonly Entry[]): readonly Entry[] {
  const timeOf = ({ kept }: Entry) => kept.capture.receivedAt;
  return entries.toSorted((one, other) =>
    timeOf(one) < timeOf(other) ? -1 : Number(timeOf(one) > timeOf(other)),
  );
}

function toDoomed(entries: readonly Entry[], { keep, before }: Pruning): readonly Entry[] {
  const ordered = inOrder(entries);
  const tooMany = keep === undefined ? 0 : Math.max(ordered.length - keep, 0);
  return ordered.filter(
    ({ kept }, index) => index < tooMany || (before !== undefined && kept.capture.receivedAt < before),
  );
}

function* findEntries(entries: readonly Entry[], query: Query): Generator<Kept> {
  const fits = toKeptTest(query);
  const ordered = inOrder(entries);
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  for (const { kept, labels } of query.oldestFirst === true ? ordered : ordered.toReversed()) {
    if (left === 0) return;
    if (!fits(kept, labels)) continue;
    left -= 1;
    yield kept;
  }
}
