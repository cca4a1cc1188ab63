import { Buffer } from 'node:buffer';
import { findBodyText } from '../../bytes.ts';
import { findJson, skipSpace, unquote } from '../../json/scan.ts';
import { readMembers, walkJson } from '../../json/walk.ts';
import { type DrawBelow, FRESH_FIELDS, hasIdForm, makeFreshIds } from './fresh-ids.ts';
import { findShiftSeconds, shiftTime } from './fresh-times.ts';

/** What new ids and times are made of. */
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
