import { toDuration } from '../duration.ts';
import type { Change } from './change.ts';
import { findMomentMs } from './headers/moments.ts';

/** What the age of a delivery is measured by. */
export interface AgeRequest {
  /** The timestamp as received; a form other than seconds is read as far as it can be. */
  readonly timestamp: string | undefined;
  readonly eventSeconds: number | undefined;
  readonly nowSeconds: number;
  readonly toleranceSeconds: number;
}

/** The change that makes a delivery of the wrong time acceptable: to ignore the time. Undefined within the tolerance. Never throws. */
export function findAgeChange(request: AgeRequest): Change | undefined {
  const { timestamp, nowSeconds, toleranceSeconds } = request;
  const momentMs = timestamp === undefined ? undefined : findMomentMs(timestamp);
  if (momentMs === undefined) return undefined;
  const ageSeconds = Math.floor(nowSeconds) - Math.floor(momentMs / 1_000);
  if (!(Math.abs(ageSeconds) > toleranceSeconds)) return undefined;
  const allowed = `more than the ${toDuration(toleranceSeconds)} that a receiver allows`;
  const note = findNote(ageSeconds, request);
  const distance = toDuration(Math.abs(ageSeconds));
  const [code, side] =
    ageSeconds > 0 ? (['timestamp_too_old', 'old'] as const) : (['timestamp_too_new', 'ahead'] as const);
  return { code, undone: `the time is ignored: the timestamp is ${distance} ${side}, ${allowed}${note}` };
}

function findNote(ageSeconds: number, { eventSeconds, nowSeconds, toleranceSeconds }: AgeRequest): string {
  if (eventSeconds !== undefined && eventSeconds - nowSeconds > toleranceSeconds) {
    return '; the event itself is in the future too, so that the clock of this machine is likely behind';
  }
  const zone = Math.abs(ageSeconds % 900);
  const isZone =
    Math.abs(ageSeconds) >= 1_790 && Math.abs(ageSeconds) <= 50_400 && Math.min(zone, 900 - zone) <= 3;
  return isZone ? '; that is a whole number of quarter hours, as a time zone would make it' : '';
}
