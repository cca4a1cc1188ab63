import type { Change } from '../change.ts';

/** Another reading of a header's value. */
export interface ValueVariant {
  readonly value: string;
  readonly changes: readonly Change[];
}

/** The value as it came, then put right: quotes and spaces taken off, the first of two, decoded. Never throws. */
export function findValues(value: string, name: string): readonly ValueVariant[] {
  const mends: readonly (readonly [string, string])[] = [
    [`${name} is freed of quotes and spaces`, value.replace(/^[\s"'`<[]+|[\s"'`>\],;]+$/g, '')],
    [`${name}, which came more than once, is read once`, value.split(/\s*,\s*/)[0] ?? value],
    [`${name} is freed of the name before it`, value.replace(/^[\w-]+:\s+/, '')],
    [`${name} is decoded from percent signs`, decodePercent(value)],
  ];
  const seen = new Set([value]);
  const variants: ValueVariant[] = [{ value, changes: [] }];
  for (const [undone, mended] of mends) {
    if (mended === '' || seen.has(mended)) continue;
    seen.add(mended);
    variants.push({ value: mended, changes: [{ code: 'header_value_changed', undone }] });
  }
  return variants;
}

function decodePercent(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
