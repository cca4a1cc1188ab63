import { findJson } from '../document/parse-json.ts';
import { findText, isPayloadObject } from '../events/payload.ts';
import { toBytes } from './byte-words.ts';
import { NO_TIME, toNanoseconds, toPlainTime } from './plain-time.ts';

/** Tells whether events come in the order of their times, whomever they are about. */
export interface EventOrder {
  /** The time as `toPlainTime` gives it. */
  readonly add: (time: number, nanoseconds: number) => void;
  /** The text of a record that may be anything. */
  readonly addText: (text: string) => void;
  /** Whether none was older than one before it, as far as that can be told. */
  readonly isKept: () => boolean;
}

/** An order that is kept so far. */
export function createEventOrder(): EventOrder {
  let isKept = true;
  let newest = NO_TIME;
  let newestNanoseconds = 0;

  function add(time: number, nanoseconds: number): void {
    if (time < newest || (time === newest && nanoseconds < newestNanoseconds)) isKept = false;
    newest = time;
    newestNanoseconds = nanoseconds;
  }

  function addText(text: string): void {
    // Once it is broken, nothing brings it back.
    if (!isKept) return;
    const json = findJson(text);
    if (json === undefined || typeof json.value !== 'object' || json.value === null) return;
    const timestamp = isPayloadObject(json.value) ? findText(json.value, 'timestamp') : undefined;
    const bytes = timestamp === undefined ? undefined : findPlain(timestamp);
    if (bytes === undefined) isKept = false;
    else add(toPlainTime(bytes, 0, bytes.length), toNanoseconds(bytes, 0, bytes.length));
  }

  return { add, addText, isKept: () => isKept };
}

/** A time as it is written plainly; one without a zone is in UTC. Undefined where it is not known what it is. */
function findPlain(timestamp: string): Uint8Array | undefined {
  return [timestamp, `${timestamp}Z`]
    .map(toBytes)
    .find((bytes) => toPlainTime(bytes, 0, bytes.length) !== NO_TIME);
}
