/** How much later something came: below a second in whole milliseconds, else as `toDuration` says it. Never throws. */
export function toLater(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1_000)} ms` : toDuration(Math.round(seconds));
}

/** Whole seconds in the largest units that say enough: `42 s`, `6 min`, `6 min 40 s`, `3 h`, `2 d 5 h`. Never throws. */
export function toDuration(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const;
  const first = units.findIndex(([, size]) => seconds >= size);
  if (first === -1) return '0 s';
  let rest = seconds;
  const parts = units.slice(first, first + 2).map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest %= size;
    return count === 0 ? '' : `${count} ${unit}`;
  });
  return parts.filter((part) => part !== '').join(' ');
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
