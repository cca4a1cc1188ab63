import { findText, type PayloadObject } from '../../events/payload.ts';
import { parseTimestamp } from '../../events/timestamp.ts';
import { plainTimeOf } from '../clean/plain-time.ts';

/** The events of one part in their order, so that one which is older than another of the same person can be told. */
export interface Timeline {
  /**
   * Takes in an event of a person, at a time as `toPlainTime` gives it, and says true; or false, where one of the same
   * person before it is newer.
   */
  readonly pass: (person: string, time: number) => boolean;
  /** Takes in any payload, and says whether one of the same person before it is newer. */
  readonly add: (payload: PayloadObject) => boolean;
}

/** An empty timeline. The order of two events within a second says nothing. Nothing in it throws. */
export function createTimeline(): Timeline {
  const newest = new Map<string, number>();

  function pass(person: string, time: number): boolean {
    const before = newest.get(person);
    if (before !== undefined && time < before) return false;
    if (before !== time) newest.set(person, time);
    return true;
  }

  function add(payload: PayloadObject): boolean {
    const person = findText(payload, 'fp_id');
    const moment = parseTimestamp(findText(payload, 'timestamp') ?? '');
    return person !== undefined && moment !== undefined && !pass(person, plainTimeOf(moment.epochMs));
  }

  return { pass, add };
}
