import { parseTimestamp } from '../events/timestamp.ts';

const SECONDS_END = '2025-05-05T18:40:46'.length;

/** A moment in UTC without a zone, with this fraction of a second, or none. Never throws. */
export function writeTime(ms: number, fraction = ''): string {
  const second = new Date(ms).toISOString().slice(0, SECONDS_END);
  return fraction === '' ? second : `${second}.${fraction}`;
}

const FORM = /\.(\d{1,9})|(?:[Zz]|[+-]\d\d:\d\d)$/g;

/**
 * A moment in the form of another timestamp: with as many digits below the second, and with a zone only where that has one,
 * because the documented form of the bank link has none. Never throws.
 * @param ms Unix milliseconds.
 * @param model A timestamp of the same event, such as `2025-05-05T18:40:46.240470542Z`; any other text stands for nine digits.
 * @param nanoseconds The part below the millisecond, 0 to 999,999, so that digits are not zeros.
 */
export function writeTimeLike(ms: number, model: string, nanoseconds: number): string {
  const isTime = /^\d{4}-\d\d-\d\d[Tt]/.test(model);
  const parts = isTime ? [...model.slice('2025-05-05T'.length).matchAll(FORM)] : [];
  const digits = isTime ? (parts.find(([, fraction]) => fraction !== undefined)?.[1]?.length ?? 0) : 9;
  const hasZone = !isTime || parts.some(([, fraction]) => fraction === undefined);
  const millis = new Date(ms).toISOString().slice(SECONDS_END + 1, -1);
  const fraction = `${millis}${String(nanoseconds).padStart(6, '0')}`.slice(0, digits);
  return writeTime(ms, fraction) + (hasZone ? 'Z' : '');
}

/**
 * A time moved by so many seconds, written as it was: the same fraction, the same zone or none. Any other text, and a time that
 * would have a year of more than four digits, stays. Never throws.
 */
export function shiftTime(text: string, seconds: number): string {
  if (parseTimestamp(text) === undefined) return text;
  const [clock, end] = [text.slice(0, SECONDS_END), text.slice(SECONDS_END)];
  const moved = writeTime(Date.parse(`${clock.toUpperCase()}Z`) + seconds * 1_000);
  if (!/^\d{4}-/.test(moved)) return text;
  return moved.slice(0, 10) + clock.charAt(10) + moved.slice(11) + end;
}
