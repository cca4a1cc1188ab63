import { findJson } from '../document/parse-json.ts';
import { findText, isPayloadObject } from '../events/payload.ts';
import { toBytes } from './byte-words.ts';
import { NO_TIME, toPlainTime } from './plain-time.ts';

/** Tells whether events come in the order of their times up to the second, whomever they are about. */
export interface EventOrder {
  /** The time as `toPlainTime` gives it. */
  readonly add: (time: number) => void;
  /** The text of a record that may be anything. */
  readonly addText: (text: string) => void;
  /** Whether none was older than one before it, as far as that can be told. */
  readonly isKept: () => boolean;
}

/** An order that is kept so far. */
export function createEventOrder(): EventOrder {
  let isKept = true;
  let newest = NO_TIME;

  function add(time: number): void {
    if (time < newest) isKept = false;
    newest = time;
  }

  function addText(text: string): void {
    // Once it is broken, nothing brings it back.
    if (!isKept) return;
    const json = findJson(text);
    // What is no object is no event.
    if (json === undefined || typeof json.value !== 'object' || json.value === null) return;
    const time = findTime(json.value);
    if (time === NO_TIME) isKept = false;
    else add(time);
  }

  return { add, addText, isKept: () => isKept };
}

/** The time of an event, in UTC where it names no zone; `NO_TIME` also for what may hold an event, or several. */
function findTime(value: object): number {
  if (!isPayloadObject(value) || findText(value, 'event_kind') === undefined) return NO_TIME;
  const timestamp = findText(value, 'timestamp') ?? '';
  const times = [timestamp, `${timestamp}Z`].map(toBytes).map((bytes) => toPlainTime(bytes, 0, bytes.length));
  return times.find((time) => time !== NO_TIME) ?? NO_TIME;
}
