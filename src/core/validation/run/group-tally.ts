import type { FindingText } from '../rules/finding.ts';
import { toTextKey } from './fingerprint.ts';
import type { FilePlace, FindingGroup } from './run.ts';

/** How many different findings are told apart. */
const MOST_GROUPS = 10_000;
const SHOWN_PLACES = 3;

interface Group {
  finding: FindingText;
  count: number;
  readonly places: FilePlace[];
}

/** Counts findings of the same text, with their event where it is the same for all: the first 10,000 different ones, and keeps the first three places of each. */
export function createGroupTally() {
  const groups = new Map<string, Group>();
  return {
    /** Places are line and column in turn, in their order. Never throws. */
    add(finding: FindingText, file: string, places: readonly number[]): void {
      const key = toTextKey(finding);
      const group = groups.get(key) ?? { finding, count: 0, places: [] };
      if (group.count === 0 && groups.size === MOST_GROUPS) return;
      groups.set(key, group);
      if (group.finding.event !== finding.event) group.finding = { ...group.finding, event: null };
      group.count += places.length / 2;
      for (let at = 0; at < places.length && group.places.length < SHOWN_PLACES; at += 2)
        group.places.push({ file, line: places[at] ?? 1, column: places[at + 1] ?? 1 });
    },
    /** In the order in which they were first added. Never throws. */
    list: (): FindingGroup[] =>
      Array.from(groups.values(), ({ finding, count, places }) => ({ ...finding, count, places })),
  };
}
