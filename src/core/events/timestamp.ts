/** A moment. `Date` drops what is below milliseconds, so the fraction of the second is kept beside it. */
export interface Timestamp {
  /** Unix time in whole milliseconds, rounded down. */
  readonly epochMs: number;
  /** The fraction of the second, 0 to 999,999,999. */
  readonly nanoseconds: number;
  /** The text named no zone and was read as UTC. JavaScript would have taken it for local time. */
  readonly zoneMissing: boolean;
}

const PATTERN = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})?$/;

/**
 * A moment from RFC 3339 text with 0 to 9 fractional digits, or undefined when it is none; a missing zone is UTC.
 * Impossible dates and times (30 February, 24:00) are none. A leap second, which ends a month in UTC, is the second after it. Never throws.
 * Source: RFC 3339 sections 5.6 and 5.7; Footprint webhook documentation, 2025-05 revision (nine digits, and one example without a zone).
 */
export function parseTimestamp(text: string): Timestamp | undefined {
  const [, date = '', time, fraction = '', zone] = PATTERN.exec(text) ?? [];
  const isLeap = time?.endsWith(':60') === true;
  const secondMs = Date.parse(`${date}T${isLeap ? time.replace(/60$/, '59') : time}Z`);
  const offsetMs = findOffsetMs(zone ?? 'Z');
  // Date.parse rolls 30 February and 24:00 over into another day: only a day that comes back was a real one.
  const isReal = new Date(secondMs).getUTCDate() === Number(date.slice(-2));
  if (!isReal || offsetMs === undefined) return undefined;
  const nanoseconds = Number(fraction.padEnd(9, '0'));
  const startMs = secondMs - offsetMs + (isLeap ? 1_000 : 0);
  if (isLeap && !/-01T00:00:00/.test(new Date(startMs).toISOString())) return undefined;
  const epochMs = startMs + Math.floor(nanoseconds / 1_000_000);
  return { epochMs, nanoseconds, zoneMissing: zone === undefined };
}

/** Unix seconds for a moment that a person wrote: whole seconds or RFC 3339 (without a zone: UTC); undefined when it is neither. Never throws. */
export function findMoment(text: string): number | undefined {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  const timestamp = parseTimestamp(text.replace(' ', 'T'));
  return timestamp === undefined ? undefined : Math.floor(timestamp.epochMs / 1_000);
}

function findOffsetMs(zone: string): number | undefined {
  if (zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
