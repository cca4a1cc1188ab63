import { ID_FIELDS, type IdForm, SANDBOX_IDS } from '../../events/id-form.ts';
import { EXAMPLE_IDS } from '../../events/values.ts';
import { mergeSeen } from '../coverage/seen.ts';
import type { Seen } from '../parts/part.ts';
import { createByteWords, hasBytes, NO_WORD, toBytes } from './byte-words.ts';
import { addTo, type FormCount, findValues, toCount, toSeen } from './clean-count.ts';
import { type CleanEvent, type CleanForm, createCleanTables } from './clean-form.ts';
import { clear, createScanned, NOT_PLAIN, type Scanned, scanObject, textOf } from './clean-scan.ts';
import { NO_TIME, toPlainTime } from './plain-time.ts';

/** Tells what is clean, and counts it. */
export interface CleanCheck {
  /**
   * When the event happened whose JSON stands here, as `toPlainTime` gives it, where no rule can have anything to say about
   * it: that is true of nearly every event. `NO_TIME` means no more than that it has to be checked in full. What it cannot
   * know is whether an earlier event of the same person was newer. Never throws.
   */
  readonly timeOf: (bytes: Uint8Array, from: number) => number;
  /** Where the JSON ends of what `timeOf` gave a time for. */
  readonly end: () => number;
  /** The `fp_id` of what `timeOf` gave a time for: where its text begins and ends. */
  readonly personFrom: () => number;
  readonly personTo: () => number;
  /** Counts what `timeOf` gave a time for. */
  readonly count: () => void;
  /** What was counted: events, and the documented values of their fields. */
  readonly seen: () => Seen;
}

const TABLES = createCleanTables();
const EXAMPLES = createByteWords([...EXAMPLE_IDS].map(String));
const PERSON = toBytes('fp_id_');
const BUSINESS = toBytes('fp_bid_');
const SANDBOX_KEY = toBytes('pb_test_');
const LIVE_KEY = toBytes('pb_live_');
const IDS = ID_FIELDS.reduce((bits, name) => bits | (1 << TABLES.slotOf(name)), 0);
const SLOTS = {
  kind: TABLES.slotOf('event_kind'),
  subject: TABLES.slotOf('fp_id'),
  isLive: TABLES.slotOf('is_live'),
  playbook: TABLES.slotOf('playbook_key'),
  time: TABLES.slotOf('timestamp'),
};

/**
 * Makes the fast check for one part.
 * @param nowMs Unix time in milliseconds: nothing that is later is clean.
 */
export function createCleanCheck(nowMs: number): CleanCheck {
  const nowText = new Date(Math.floor(nowMs / 1_000) * 1_000).toISOString();
  const now = toPlainTime(toBytes(nowText), 0, nowText.length);
  const found = createScanned(TABLES.slotCount);
  // Opened when the first of its form comes: most files are of one event.
  const older: (FormCount | undefined)[] = [];
  const newer: (FormCount | undefined)[] = [];
  let end = 0;
  let last: FormCount | undefined;
  const timeOf = (bytes: Uint8Array, from: number): number => {
    clear(found);
    end = scanObject(bytes, from, TABLES.fields, found);
    if (end === NOT_PLAIN) return NO_TIME;
    const kind = TABLES.kinds.find(bytes, found.from[SLOTS.kind] ?? 0, found.to[SLOTS.kind] ?? 0);
    const event = TABLES.events[kind];
    if (event === undefined) return NO_TIME;
    const isNewer = (found.present & event.olderOnly) === 0;
    const form = isNewer ? event.newer : event.older;
    const counts = isNewer ? newer : older;
    last = counts[kind];
    if (last === undefined) {
      last = toCount(form);
      counts[kind] = last;
    }
    if (!hasForm(form, found) || !isFitting(bytes, event, found) || !areTextsClean(bytes, form, found))
      return NO_TIME;
    if (!findValues(bytes, last, found)) return NO_TIME;
    const time = toPlainTime(bytes, found.from[SLOTS.time] ?? 0, found.to[SLOTS.time] ?? 0);
    return time > now ? NO_TIME : time;
  };
  const count = () => {
    if (last !== undefined) addTo(last);
  };
  const seen = () =>
    TABLES.events
      .map(({ kind }, index) =>
        toSeen(
          kind,
          [older[index], newer[index]].filter((each) => each !== undefined),
        ),
      )
      .reduce(mergeSeen, {});
  const personFrom = () => found.from[SLOTS.subject] ?? 0;
  const personTo = () => found.to[SLOTS.subject] ?? 0;
  return { timeOf, end: () => end, personFrom, personTo, count, seen };
}

function hasForm({ required, allowed, nullable, objects }: CleanForm, { present, nulls }: Scanned): boolean {
  if ((present & required) !== required || (present & ~allowed) !== 0 || (nulls & ~nullable) !== 0)
    return false;
  for (const { slot, required: inner } of objects) {
    const isThere = ((present & ~nulls) >> slot) & 1;
    if (isThere && (present & inner) !== inner) return false;
  }
  return true;
}

/** Whether the id is of a person or a business as the event says, and the key of the playbook as `is_live` says. */
function isFitting(
  bytes: Uint8Array,
  { isOfPeople }: CleanEvent,
  { present, nulls, truths, from }: Scanned,
): boolean {
  const subject = from[SLOTS.subject] ?? 0;
  if (!hasBytes(bytes, subject, PERSON) && (isOfPeople || !hasBytes(bytes, subject, BUSINESS))) return false;
  if (!(((present & ~nulls) >> SLOTS.playbook) & 1)) return true;
  const mode = (truths >> SLOTS.isLive) & 1 ? LIVE_KEY : SANDBOX_KEY;
  return hasBytes(bytes, from[SLOTS.playbook] ?? 0, mode);
}

/** Nearly every id has too few digits to be a number of a person; one that has more must be made as Footprint makes them. */
function areTextsClean(bytes: Uint8Array, { texts, lists }: CleanForm, found: Scanned): boolean {
  const { present, nulls, personal, spaced, from, to } = found;
  if ((personal & lists) !== 0 || (spaced & IDS) !== 0) return false;
  for (const slot of texts) {
    if (!(((present & ~nulls) >> slot) & 1)) continue;
    if (EXAMPLES.find(bytes, from[slot] ?? 0, to[slot] ?? 0) !== NO_WORD) return false;
    if ((personal >> slot) & 1 && !ORDINARY_ID.test(textOf(bytes, slot, found))) return false;
  }
  return true;
}

const ORDINARY_ID = new RegExp(`^(?:${toPattern(Object.values(SANDBOX_IDS))})$`);

/** Live ids lack `test_`, and live keys have `live_` in its place. */
function toPattern(forms: readonly IdForm[]): string {
  return forms
    .map(({ prefix, length }) => `${prefix.replace('test_', '(?:test_|live_)?')}[0-9A-Za-z]{${length}}`)
    .join('|');
}
