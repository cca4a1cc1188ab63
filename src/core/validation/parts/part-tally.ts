import { createHash } from 'node:crypto';
import type { Entry } from '../../capture/records.ts';
import { findMessageId } from '../../delivery/delivery.ts';
import { readContent } from '../../events/content.ts';
import { isPayloadObject } from '../../events/payload.ts';
import { isExcessive } from '../../json/excess.ts';
import { createLocator } from '../../json/locate.ts';
import type { Place } from '../../json/places.ts';
import { createSeenCount } from '../coverage/seen.ts';
import type { Finding, FindingText } from '../rules/finding.ts';
import type { Levels } from '../rules/rules.ts';
import type { FoundGroup, Seen, SeenMessage } from './part.ts';
import type { RecordChecker } from './record-checker.ts';
import type { CheckedRecord } from './records.ts';

/** What comes of the records of a part. */
export interface PartTally {
  /** Counts a record and checks it. */
  readonly add: (record: CheckedRecord) => void;
  /** Checks a record that was counted already. */
  readonly check: (record: CheckedRecord) => void;
  /** Counts a payload that needs no check. */
  readonly addClean: () => void;
  /** Says something that no record is to blame for. */
  readonly tell: (text: Pick<FindingText, 'code' | 'message'>, place: Place) => void;
  /** How many were counted so far. */
  readonly payloads: () => number;
  readonly result: () => {
    readonly payloads: number;
    readonly groups: readonly FoundGroup[];
    readonly seen: Seen;
    readonly messages: readonly SeenMessage[];
  };
}

/** A tally of nothing yet. */
export function createPartTally(checker: RecordChecker, levels: Levels): PartTally {
  const grouping = createGrouping();
  const seen = createSeenCount();
  const messages: SeenMessage[] = [];
  let payloads = 0;

  const tell: PartTally['tell'] = ({ code, message }, place) => {
    const severity = levels[code];
    if (severity !== 'off') grouping.add({ ...place, code, severity, message, path: [], event: null });
  };

  const check: PartTally['check'] = (record) => {
    if (record.kind === 'refused') {
      const { code, problem, source, path } = record;
      tell({ code, message: problem }, createLocator(source).placeOf(path));
    } else for (const finding of checker.check(record)) grouping.add(finding);
  };

  const add: PartTally['add'] = (record) => {
    if (record.kind !== 'torn' && record.kind !== 'bad_byte') payloads += 1;
    if (record.kind === 'payload' && isPayloadObject(record.value)) seen.add(record.value);
    if (record.kind === 'capture') addCapture(record);
    check(record);
  };

  function addCapture({ capture: { delivery }, source }: CaptureEntry): void {
    const { payload, event } = isExcessive(delivery.body) ? UNREAD : readContent(delivery.body);
    if (isPayloadObject(payload)) seen.add(payload);
    // Hashing takes longer than all the rest of it.
    if (levels.message_id_reused === 'off') return;
    const id = findMessageId(delivery.headers);
    if (id === null) return;
    const digest = createHash('sha256').update(delivery.body).digest('base64');
    messages.push({ id, digest, ...createLocator(source).placeOf([]), event });
  }

  const addClean = () => {
    payloads += 1;
  };
  const result = () => ({ payloads, groups: grouping.groups(), seen: seen.seen(), messages });
  return { add, check, addClean, tell, payloads: () => payloads, result };
}

const UNREAD = { payload: undefined, event: null };

type CaptureEntry = Extract<Entry, { readonly kind: 'capture' }>;

/** Gathers findings, of which many say the same. */
interface Grouping {
  readonly add: (finding: Finding) => void;
  readonly groups: () => readonly FoundGroup[];
}

/** An empty grouping. Groups come in the order of their first places. */
function createGrouping(): Grouping {
  const groups = new Map<string, { readonly finding: FindingText; readonly places: number[] }>();
  return {
    add: ({ line, column, ...finding }) => {
      const key = toKey(finding);
      const known = groups.get(key);
      if (known === undefined) groups.set(key, { finding, places: [line, column] });
      else known.places.push(line, column);
    },
    groups: () => [...groups.values()].sort(byFirstPlace),
  };
}

/** That a part is empty is known at its end, and said at its beginning. */
function byFirstPlace({ places: one }: FoundGroup, { places: other }: FoundGroup): number {
  const [line = 0, column = 0] = one;
  const [otherLine = 0, otherColumn = 0] = other;
  return line - otherLine || column - otherColumn;
}

/** Two findings with the same key have the same text. */
function toKey({ code, severity, message, path, event, expected, actual }: FindingText): string {
  return JSON.stringify([code, severity, message, path, event, expected, actual]);
}
