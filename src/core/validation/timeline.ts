import { findText, type PayloadObject } from '../events/payload.ts';
import { parseTimestamp } from '../events/timestamp.ts';

/** The events of one part in their order, so that one which is older than another of the same person can be told. */
export interface Timeline {
  /**
   * Takes in a payload if it is not older than any before it, and says whether it has. Of the usual form of a time it looks
   * at the text alone, because this is asked of every payload.
   */
  readonly pass: (payload: PayloadObject) => boolean;
  /** Takes in any payload, and says whether one of the same person before it is newer. */
  readonly add: (payload: PayloadObject) => boolean;
}

/** How long a time is up to its seconds: the order of two events within a second says nothing. */
const SECONDS_LENGTH = 'YYYY-MM-DDTHH:MM:SS'.length;

/** An empty timeline. Nothing in it throws. */
export function createTimeline(): Timeline {
  const ids: string[] = [];
  const times: string[] = [];
  /** The newest of the texts that are compared as they are. */
  let newest = '';
  /** By person, of the first `counted` events: made when an event is older than the newest. */
  const lastSeconds = new Map<string, number>();
  let counted = 0;

  function findLast(id: string): number | undefined {
    for (; counted < ids.length; counted += 1) {
      const [person = '', time = ''] = [ids[counted], times[counted]];
      const seconds = toSeconds(time);
      const last = lastSeconds.get(person);
      if (seconds !== undefined && (last === undefined || last < seconds)) lastSeconds.set(person, seconds);
    }
    return lastSeconds.get(id);
  }

  function pass({ fp_id: id, timestamp: time }: PayloadObject): boolean {
    if (typeof id !== 'string' || typeof time !== 'string' || !isUsual(time)) return false;
    if (time < newest) {
      if (time.slice(0, SECONDS_LENGTH) < newest.slice(0, SECONDS_LENGTH)) return false;
    } else newest = time;
    ids.push(id);
    times.push(time);
    return true;
  }

  function add(payload: PayloadObject): boolean {
    // Nearly every payload passes, and reading its time takes longer.
    if (pass(payload)) return false;
    const [id, time] = [findText(payload, 'fp_id'), findText(payload, 'timestamp')];
    const seconds = time === undefined ? undefined : toSeconds(time);
    if (id === undefined || time === undefined || seconds === undefined) return false;
    const last = findLast(id);
    const usual = new Date(seconds * 1_000).toISOString().replace('.000', '');
    if (usual > newest) newest = usual;
    ids.push(id);
    times.push(time);
    return last !== undefined && seconds < last;
  }

  return { pass, add };
}

/** Whether the order of two times is that of their texts. */
function isUsual(time: string): boolean {
  return time.charCodeAt(10) === LETTER_T && time.charCodeAt(time.length - 1) === LETTER_Z;
}

const LETTER_T = 84;
const LETTER_Z = 90;

function toSeconds(time: string): number | undefined {
  const moment = parseTimestamp(time);
  return moment === undefined ? undefined : Math.floor(moment.epochMs / 1_000);
}
