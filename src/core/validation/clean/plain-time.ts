const [DASH, DOT, COLON, T, Z] = [45, 46, 58, 84, 90];
const ZERO = 48;
const SECONDS_END = 19;
const LEAST = 20;
const MOST = 30;
const DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** No time that is written plainly. */
export const NO_TIME = -1;

/**
 * A time as Footprint writes it, `2025-05-05T10:00:00.123456789Z`, as a number whose digits are those of date and time up
 * to the second: 20250505100000; `NO_TIME` for whatever is written otherwise, or is on no calendar. This is asked of every
 * event, and is many times faster than text, a pattern and a `Date`. Never throws.
 */
export function toPlainTime(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  if (length < LEAST || length > MOST || length === LEAST + 1 || bytes[to - 1] !== Z) return NO_TIME;
  if (!hasMarks(bytes, from) || !hasPlainFraction(bytes, from + SECONDS_END, to - 1)) return NO_TIME;
  const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2);
  const month = twoDigits(bytes, from + 5);
  const day = twoDigits(bytes, from + 8);
  const hour = twoDigits(bytes, from + 11);
  const minute = twoDigits(bytes, from + 14);
  const second = twoDigits(bytes, from + 17);
  // What is no digit is far below zero.
  const isTime = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  if (!isTime || year < 0 || day < 1 || day > daysIn(year, month)) return NO_TIME;
  return ((year * 100 + month) * 100 + day) * 1_000_000 + (hour * 100 + minute) * 100 + second;
}

/** A moment, in Unix time in milliseconds, as `toPlainTime` gives it: its second. Never throws. */
export function plainTimeOf(epochMs: number): number {
  const moment = new Date(epochMs);
  const days = (moment.getUTCFullYear() * 100 + moment.getUTCMonth() + 1) * 100 + moment.getUTCDate();
  const time = (moment.getUTCHours() * 100 + moment.getUTCMinutes()) * 100 + moment.getUTCSeconds();
  return days * 1_000_000 + time;
}

function hasMarks(bytes: Uint8Array, from: number): boolean {
  return (
    bytes[from + 4] === DASH &&
    bytes[from + 7] === DASH &&
    bytes[from + 10] === T &&
    bytes[from + 13] === COLON &&
    bytes[from + 16] === COLON
  );
}

function twoDigits(bytes: Uint8Array, at: number): number {
  return digit(bytes, at) * 10 + digit(bytes, at + 1);
}

function digit(bytes: Uint8Array, at: number): number {
  const value = (bytes[at] ?? 0) - ZERO;
  return value >= 0 && value <= 9 ? value : -1_000_000;
}

function daysIn(year: number, month: number): number {
  const isLeap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return isLeap ? 29 : (DAYS[month] ?? 0);
}

function hasPlainFraction(bytes: Uint8Array, from: number, to: number): boolean {
  if (from === to) return true;
  if (bytes[from] !== DOT) return false;
  for (let at = from + 1; at < to; at += 1) if (digit(bytes, at) < 0) return false;
  return true;
}
