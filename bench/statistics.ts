/** The value below which the share `at` (0 to 1) of the samples lies, interpolated. NaN without samples. */
export function quantile(samples: readonly number[], at: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  const position = (sorted.length - 1) * at;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position % 1);
}

/** The middle of the samples: what a machine shared with others disturbs least. NaN without samples. */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}
