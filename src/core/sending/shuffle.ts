/**
 * The same items in an order that only the dice decide, each order as likely as any other. Never throws.
 * Source: the Fisher–Yates shuffle.
 * @param roll Gives numbers from 0 up to but not including 1.
 */
export function shuffle<Item>(items: readonly Item[], roll: () => number): readonly Item[] {
  const left = [...items];
  return items.flatMap((_, index) => {
    const from = Math.floor(roll() * (items.length - index));
    const last = left.pop();
    const taken = left[from];
    if (taken === undefined || last === undefined) return last === undefined ? [] : [last];
    left[from] = last;
    return [taken];
  });
}
