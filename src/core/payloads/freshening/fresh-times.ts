import { parseTimestamp } from '../../events/timestamp.ts';

const SECONDS_END = '2025-05-05T18:40:46'.length;

/**
 * By how many whole seconds times are moved, so that the last of them is now or less than a second ago; 0 without any. Whole
 * seconds keep all differences exactly, whatever fraction each has. Never throws.
 */
export function findShiftSeconds(times: Iterable<string>, nowMs: number): number {
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const text of times) lastMs = Math.max(lastMs, parseTimestamp(text)?.epochMs ?? lastMs);
  return lastMs === Number.NEGATIVE_INFINITY ? 0 : Math.floor((nowMs - lastMs) / 1_000);
}

/**
 * A time moved by so many seconds, written as it was: the same fraction, the same zone or none. What is no time, or would be
 * none in a year of four digits, stays. Never throws.
 */
export function shiftTime(text: string, seconds: number): string {
  if (parseTimestamp(text) === undefined) return text;
  const [clock, end] = [text.slice(0, SECONDS_END), text.slice(SECONDS_END)];
  const moved = new Date(Date.parse(`${clock.toUpperCase()}Z`) + seconds * 1_000).toISOString();
  if (!/^\d{4}-/.test(moved)) return text;
  const [day, time] = [moved.slice(0, 10), moved.slice(11, SECONDS_END)];
  return day + clock.charAt(10) + time + end;
}
