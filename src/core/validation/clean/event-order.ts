import { toBuffer } from '../../bytes.ts';
import { findText, isPayloadObject } from '../../events/payload.ts';
import type { Timeline } from '../parts/timeline.ts';
import { toBytes } from './byte-words.ts';
import { NO_TIME, toPlainTime } from './plain-time.ts';

/** Tells which clean events are older than one of the same person before them. */
export interface EventOrder {
  /**
   * Takes a clean event: where its person's id begins and ends, and its time as `toPlainTime` gives it. False where one of the
   * same person before it is newer.
   */
  readonly add: (from: number, to: number, time: number) => boolean;
  /** Makes ready for a value that is checked in full next, and may be anything. */
  readonly addOther: (value: unknown) => void;
}

const NUMBERS_OF_EVENT = 3;

/**
 * The order of one part's events. While no event is older than the newest, whomever they are about, none can be older than one
 * of its person: then they are only noted, in numbers. As soon as one is, all are passed, and so persons are told apart.
 */
export function createEventOrder(bytes: Uint8Array, pass: Timeline['pass']): EventOrder {
  let isKept = true;
  let newest = NO_TIME;
  /** Three numbers for each clean event while the order is kept. */
  const noted: number[] = [];

  const passOne = (from: number, to: number, time: number) =>
    pass(toBuffer(bytes).toString('latin1', from, to), time);

  /** Those that were checked in full are known: what is passed late and older than one of them was before it, and says nothing. */
  function passNoted(): void {
    isKept = false;
    for (let index = 0; index < noted.length; index += NUMBERS_OF_EVENT)
      passOne(noted[index] ?? 0, noted[index + 1] ?? 0, noted[index + 2] ?? 0);
    noted.length = 0;
  }

  function take(time: number): void {
    if (isKept && time < newest) passNoted();
    newest = time;
  }

  function add(from: number, to: number, time: number): boolean {
    take(time);
    if (!isKept) return passOne(from, to, time);
    noted.push(from, to, time);
    return true;
  }

  function addOther(value: unknown): void {
    // What is no object is no event.
    if (!isKept || typeof value !== 'object' || value === null) return;
    const time = findTime(value);
    if (time === NO_TIME) passNoted();
    else take(time);
  }

  return { add, addOther };
}

/** The order where nobody asks for it. */
export const ANY_ORDER: EventOrder = { add: () => true, addOther: () => undefined };

/** The time of an event, in UTC where it names no zone; `NO_TIME` also for what may hold an event, or several. */
function findTime(value: object): number {
  if (!isPayloadObject(value) || findText(value, 'event_kind') === undefined) return NO_TIME;
  const timestamp = findText(value, 'timestamp') ?? '';
  const times = [timestamp, `${timestamp}Z`].map(toBytes).map((bytes) => toPlainTime(bytes, 0, bytes.length));
  return times.find((time) => time !== NO_TIME) ?? NO_TIME;
}
