import { formatPath } from '../../events/wording.ts';
import type { PathStep } from '../../json/places.ts';
import type { FindingText } from '../rules/finding.ts';
import type { FindingCode } from '../rules/rules.ts';
import type { DriftItem, FilePlace } from './run.ts';

const KIND_OF: Partial<Record<FindingCode, DriftItem['kind']>> = {
  unknown_event: 'event',
  unknown_field: 'field',
  unknown_value: 'value',
  unexpected_value: 'value',
};
/** Who sees a thousand things that are not in the catalogue has read something else than Footprint's events. */
const MOST_ITEMS = 1_000;
const MOST_EXAMPLES = 5;

interface Item extends DriftItem {
  count: number;
  readonly examples: string[];
}

/** Gathers what is not in the catalogue, the first 1,000 of such things, with exact counts. */
export function createDriftTally() {
  const items = new Map<string, Item>();
  return {
    /** Findings of other rules are passed over. Never throws. */
    add(finding: FindingText, count: number, first: FilePlace): void {
      const kind = KIND_OF[finding.code];
      if (kind === undefined || finding.event === null) return;
      const place = kind === 'event' ? '' : toPlaceText(finding.path);
      const key = JSON.stringify([kind, finding.event, place]);
      const item = items.get(key) ?? { kind, event: finding.event, place, count: 0, examples: [], first };
      if (item.count === 0 && items.size === MOST_ITEMS) return;
      items.set(key, item);
      item.count += count;
      if (kind !== 'field') addExample(item.examples, finding.actual);
    },
    /** In the order of their first places. Never throws. */
    list: (): DriftItem[] => Array.from(items.values(), (item) => ({ ...item })),
  };
}

function addExample(examples: string[], example: string | undefined): void {
  if (example === undefined || examples.length === MOST_EXAMPLES || examples.includes(example)) return;
  examples.push(example);
}

/** A path without its indexes, for example `fields[]`: the same thing in other elements is the same drift. */
function toPlaceText(path: readonly PathStep[]): string {
  return path.map(toStepText).join('').replace(/^\./, '');
}

/** It has its mask already, or is to be shown without. */
const asItIs = (text: string) => text;

function toStepText(step: PathStep): string {
  if (typeof step === 'number') return '[]';
  const text = formatPath([step], asItIs);
  return text.startsWith('[') ? text : `.${text}`;
}
