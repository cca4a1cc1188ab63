import { type Change, toDistinct } from '../change.ts';

/** A text that may have been signed as the timestamp. */
export interface TimestampText {
  readonly text: string;
  readonly change: Change;
}

/** The moment that a timestamp means, in milliseconds; undefined when it means none. Never throws. */
export function findMomentMs(timestamp: string): number | undefined {
  const text = toPlainNumber(timestamp.trim());
  const momentMs = /^[+-]?\d+(?:\.\d+)?(?:e\+?\d+)?$/i.test(text) ? toNumberMs(text) : toDateMs(text);
  return Number.isFinite(momentMs) && Math.abs(momentMs) < 8.64e15 ? momentMs : undefined;
}

/** Separators between the digits, in the ways of all languages and locales: in groups of three, or of two in India. */
export const GROUPED = /^\d{1,3}(?:([,.'’_ \u00a0\u202f])\d{2,3})(?:\1\d{2,3}){1,5}\1\d{3}$/;

/** Also hexadecimal, and with a unit or a type. */
function toPlainNumber(text: string): string {
  if (GROUPED.test(text)) return text.replace(/\D/g, '');
  if (/^0x[0-9a-f]{8,10}$/i.test(text)) return String(Number(text));
  return text.replace(/^(\d{10,19}) ?(?:n|l|s|ms|sec|seconds|milliseconds)$/i, '$1');
}

/** The same moment in the other forms that programs write. Never throws. */
export function findTimestampForms(timestamp: string): readonly TimestampText[] {
  const momentMs = findMomentMs(timestamp);
  if (momentMs === undefined) return [];
  const seconds = momentMs / 1_000;
  const iso = new Date(momentMs).toISOString();
  const short = iso.replace(/\.\d{3}Z$/, 'Z');
  const forms: readonly (readonly [string, string])[] = [
    ['whole seconds', String(Math.floor(seconds))],
    ['whole seconds, rounded', String(Math.round(seconds))],
    ['milliseconds', String(Math.round(momentMs))],
    ['milliseconds without a fraction of a second', String(Math.floor(seconds) * 1_000)],
    ['seconds with a fraction', String(seconds)],
    ['seconds with a fraction', `${Math.floor(seconds)}.0`],
    ['seconds with a fraction', seconds.toFixed(3)],
    ['a date with milliseconds', iso],
    ['a date', short],
    ['a date with an offset', short.replace('Z', '+00:00')],
    ['a date with milliseconds and an offset', iso.replace('Z', '+00:00')],
    ['an HTTP date', new Date(momentMs).toUTCString()],
    ['microseconds', `${Math.round(momentMs)}000`],
    ['nanoseconds', `${Math.round(momentMs)}000000`],
  ];
  return toTexts(timestamp, { code: 'timestamp_form' }, forms, 'the timestamp is taken as');
}

/** The second attempt follows after 4 to 6 s, the third after 4 to 6 min. Source: Svix documentation, "Retries", 2026. */
const MOST_NEARBY_SECONDS = 600;

/** Other moments that could have been signed: in another time zone, just after the event, nearby. Never throws. */
export function findOtherMoments(
  timestamp: string,
  eventSeconds: number | undefined,
  nearby: number,
): readonly TimestampText[] {
  const momentMs = findMomentMs(timestamp);
  if (momentMs === undefined) return [];
  const seconds = Math.floor(momentMs / 1_000);
  const within = Math.min(MOST_NEARBY_SECONDS, nearby);
  const toBoth = (length: number, unit: number) =>
    Array.from({ length }, (_, index) => (index + 1) * unit).flatMap((offset) => [offset, -offset]);
  const probes: readonly (readonly [covers: string, offsets: readonly number[]])[] = [
    ['in other time zones', toBoth(56, 900)],
    [
      'up to 60 s after the event',
      eventSeconds === undefined
        ? []
        : Array.from({ length: 61 }, (_, index) => eventSeconds + index - seconds),
    ],
    [`within ${within} s`, toBoth(within, 1)],
  ];
  return probes.flatMap(([covers, offsets]) => {
    const forms = offsets.map((offset) => [toOffset(offset), String(seconds + offset)] as const);
    return toTexts(timestamp, { code: 'timestamp_replaced', covers }, forms, 'the timestamp is');
  });
}

/** The milliseconds that a timestamp in whole seconds has lost. Never throws. */
export function findLostMilliseconds(timestamp: string): readonly TimestampText[] {
  if (!/^\d{9,11}$/.test(timestamp)) return [];
  const forms = Array.from({ length: 1_000 }, (_, index) => {
    return ['milliseconds', timestamp + String(index).padStart(3, '0')] as const;
  });
  const fault = { code: 'timestamp_form', covers: 'with the milliseconds it has lost' } as const;
  return toTexts(timestamp, fault, forms, 'the timestamp is taken as');
}

function toTexts(
  timestamp: string,
  fault: Omit<Change, 'undone'>,
  forms: readonly (readonly [string, string])[],
  words: string,
): readonly TimestampText[] {
  return toDistinct(forms, ([, text]) => text, timestamp).map(([name, text]) => {
    return { text, change: { ...fault, undone: `${words} ${name}` } };
  });
}

function toOffset(seconds: number): string {
  const size = Math.abs(seconds);
  const amount = size % 900 === 0 ? `${size / 3_600} h` : `${size} s`;
  return seconds < 0 ? `${amount} earlier` : `${amount} later`;
}

/** Told by size: seconds have ten digits today, milliseconds 13, microseconds 16, nanoseconds 19. */
function toNumberMs(text: string): number {
  const value = Number(text);
  if (value >= 1e17) return value / 1e6;
  if (value >= 1e14) return value / 1e3;
  return value >= 1e11 ? value : value * 1_000;
}

/** A date without a time zone is taken as UTC, so that the answer is the same on every machine. */
function toDateMs(text: string): number {
  const local = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?)$/.exec(text);
  if (local !== null) return Date.parse(`${local[1]}T${local[2]}Z`);
  return /^\d{4}-\d\d-\d\d|^[A-Z][a-z]{2},? /.test(text) ? Date.parse(text) : Number.NaN;
}
