import { parseTimestamp } from '../events/timestamp.ts';

/** Unix seconds for a moment that a person wrote: whole seconds or RFC 3339 (without a zone: UTC); undefined when it is neither. Never throws. */
export function findMoment(text: string): number | undefined {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  const timestamp = parseTimestamp(text.replace(' ', 'T'));
  return timestamp === undefined ? undefined : Math.floor(timestamp.epochMs / 1_000);
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, min: 60, h: 3_600, d: 86_400 };

/** Whole seconds for a length of time such as `300`, `90s`, `5m` or `2h`; undefined for anything else. Never throws. */
export function findDuration(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})\s*(s|m|min|h|d)?$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (UNIT_SECONDS[unit] ?? 1);
}

/** Whole milliseconds for a length of time such as `500ms`, `1.5s`, `30s` or `1m`; a bare number is seconds. Undefined for anything else. Never throws. */
export function findMilliseconds(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)\s*(ms|s|m|min|h|d)?$/.exec(text) ?? [];
  if (count === undefined) return undefined;
  return Math.round(Number(count) * (unit === 'ms' ? 1 : (UNIT_SECONDS[unit] ?? 1) * 1_000));
}
