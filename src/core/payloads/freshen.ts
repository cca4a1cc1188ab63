import { Buffer } from 'node:buffer';
import { findBodyText } from '../bytes.ts';
import { BASE62, toIdPrefix } from '../events/id-form.ts';
import { parseTimestamp } from '../events/timestamp.ts';
import { findJson, skipSpace, unquote } from '../json/scan.ts';
import { readMembers, walkJson } from '../json/walk.ts';
import { shiftTime } from './event-time.ts';

/** Sources of new ids and times. */
export interface Freshening {
  readonly drawBelow: DrawBelow;
  readonly nowMs: number;
}

/** A string that is a value in a JSON text, what it says, and under which key it is directly. */
interface PlacedString {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly key: string | undefined;
}

/** A body that is JSON, and the strings in it of which some are replaced. */
interface Read {
  readonly text: string;
  readonly strings: readonly PlacedString[];
  /** Where the times of the event begin. */
  readonly timeStarts: ReadonlySet<number>;
}

/**
 * The bodies about new people, businesses, onboardings and links, with the last event now: the same old id is the same new one in all of
 * them, and events are as far apart as they were. Ids are replaced in their fields and wherever a text is nothing but one of them;
 * not within longer texts. All other bytes stay, and a body that is no JSON stays as it is.
 *
 */
export function freshen(
  bodies: readonly Uint8Array[],
  { drawBelow, nowMs }: Freshening,
): readonly Uint8Array[] {
  const reads = bodies.map(findRead);
  const known = reads.filter((each) => each !== undefined);
  const ids = makeFreshIds(new Set(known.flatMap(idsOf)), drawBelow);
  const seconds = findShiftSeconds(known.flatMap(timesOf), nowMs);
  return bodies.map((body, index) => {
    const read = reads[index];
    if (read === undefined) return body;
    const text = replaceStrings(read, (string) =>
      read.timeStarts.has(string.start) ? shiftTime(string.value, seconds) : toFreshId(string, ids),
    );
    return text === read.text ? body : Buffer.from(text);
  });
}

function findRead(body: Uint8Array): Read | undefined {
  const text = findBodyText(body);
  if (text === undefined) return undefined;
  const start = text.startsWith(MARK) ? MARK.length : 0;
  if (findJson(text.slice(start)) === undefined) return undefined;
  const root = skipSpace(text, start);
  const members = readMembers(text, root);
  const times = members.filter(({ key }) => key === 'timestamp').map((member) => member.start);
  return { text, strings: readStrings(text, root), timeStarts: new Set(times) };
}

const MARK = '\ufeff';

function readStrings(text: string, root: number): readonly PlacedString[] {
  const strings: PlacedString[] = [];
  walkJson(text, root, ({ kind, start, end, step }) => {
    const key = typeof step === 'string' ? step : undefined;
    if (kind === 'string') strings.push({ start, end, value: unquote(text.slice(start, end)), key });
    return undefined;
  });
  return strings;
}

function idsOf({ strings }: Read): readonly string[] {
  return strings.filter(({ key }) => isIdField(key)).map(({ value }) => value);
}

function isIdField(key: string | undefined): boolean {
  return key !== undefined && FRESH_FIELDS.includes(key);
}

function timesOf({ strings, timeStarts }: Read): readonly string[] {
  return strings.filter(({ start }) => timeStarts.has(start)).map(({ value }) => value);
}

function toFreshId({ key, value }: PlacedString, ids: ReadonlyMap<string, string>): string {
  const fresh = ids.get(value);
  return fresh !== undefined && (isIdField(key) || hasIdForm(value)) ? fresh : value;
}

function replaceStrings({ text, strings }: Read, toOther: (string: PlacedString) => string): string {
  const pieces: string[] = [];
  let done = 0;
  for (const string of strings) {
    const other = toOther(string);
    if (other === string.value) continue;
    pieces.push(text.slice(done, string.start), JSON.stringify(other));
    done = string.end;
  }
  return pieces.join('') + text.slice(done);
}

/** A whole number from 0 up to but not including a limit, at random. */
type DrawBelow = (limit: number) => number;

/** The fields of the catalogue that hold ids which Footprint gives. A playbook stays, and so do ids of your own. */
export const FRESH_FIELDS: readonly string[] = ['fp_id', 'onboarding_id', 'link_id'];

const CHANGEABLE = /[0-9A-Za-z]/g;
const MOST_TRIES = 1_000;

/** Tells whether an id has the form of those of Footprint, so that it is one also where no field says so. Never throws. */
function hasIdForm(id: string): boolean {
  return toIdPrefix(id) !== '' && rest(id).length > 0;
}

/**
 * A new id for each of the old ones, of the same form and length: a business stays one, and so does the sandbox. No new one is an
 * old one, or that of another. An id that is too short for that is left out. Never throws.
 */
function makeFreshIds(olds: ReadonlySet<string>, drawBelow: DrawBelow): ReadonlyMap<string, string> {
  const taken = new Set(olds);
  const fresh = new Map<string, string>();
  for (const old of olds) {
    if (rest(old).match(CHANGEABLE) === null) continue;
    const id = makeLike(old, taken, drawBelow);
    if (id === undefined) continue;
    taken.add(id);
    fresh.set(old, id);
  }
  return fresh;
}

function makeLike(old: string, taken: ReadonlySet<string>, drawBelow: DrawBelow): string | undefined {
  const prefix = toIdPrefix(old);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const id = prefix + rest(old).replace(CHANGEABLE, () => BASE62.charAt(drawBelow(BASE62.length)));
    if (!taken.has(id) && toIdPrefix(id) === prefix) return id;
  }
  return undefined;
}

function rest(id: string): string {
  return id.slice(toIdPrefix(id).length);
}

/**
 * By how many whole seconds times are moved, so that the last of them is now or less than a second ago; 0 without any. Whole
 * seconds keep all differences exactly, whatever fraction each has. Never throws.
 */
function findShiftSeconds(times: Iterable<string>, nowMs: number): number {
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const text of times) lastMs = Math.max(lastMs, parseTimestamp(text)?.epochMs ?? lastMs);
  return lastMs === Number.NEGATIVE_INFINITY ? 0 : Math.floor((nowMs - lastMs) / 1_000);
}
