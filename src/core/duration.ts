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
