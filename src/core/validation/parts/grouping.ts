import type { Finding, FindingText } from '../rules/finding.ts';
import type { FoundGroup } from './part.ts';

/** Gathers findings, of which many say the same. */
export interface Grouping {
  readonly add: (finding: Finding) => void;
  readonly groups: () => readonly FoundGroup[];
}

/** An empty grouping. Groups come in the order of their first places. */
export function createGrouping(): Grouping {
  const groups = new Map<string, { readonly finding: FindingText; readonly places: number[] }>();
  return {
    add: ({ line, column, ...finding }) => {
      const key = toKey(finding);
      const known = groups.get(key);
      if (known === undefined) groups.set(key, { finding, places: [line, column] });
      else known.places.push(line, column);
    },
    groups: () => [...groups.values()].sort(byFirstPlace),
  };
}

/** That a part is empty is known at its end, and said at its beginning. */
function byFirstPlace({ places: one }: FoundGroup, { places: other }: FoundGroup): number {
  const [line = 0, column = 0] = one;
  const [otherLine = 0, otherColumn = 0] = other;
  return line - otherLine || column - otherColumn;
}

/** Two findings with the same key have the same text. */
function toKey({ code, severity, message, path, event, expected, actual }: FindingText): string {
  return JSON.stringify([code, severity, message, path, event, expected, actual]);
}
