import { mergeSeen } from '../coverage/seen.ts';
import type { Seen } from '../parts/part.ts';
import { NO_WORD } from './byte-words.ts';
import type { CleanForm } from './clean-form.ts';
import type { Scanned } from './clean-scan.ts';

/** How often a form of an event came, and each documented value of its fields. */
export interface FormCount {
  readonly form: CleanForm;
  total: number;
  /** For each field with documented values: which one the event at hand has. */
  readonly words: Int32Array;
  /** For each of these fields: how often each of its values came. */
  readonly tallies: readonly Int32Array[];
}

/** The count of a form that has not come yet. Never throws. */
export function toCount(form: CleanForm): FormCount {
  const tallies = form.valued.map(({ values }) => new Int32Array(values.words.length));
  return { form, total: 0, words: new Int32Array(tallies.length), tallies };
}

/** Whether each field with documented values has one of them, or null; which one it has is kept for `addTo`. Never throws. */
export function findValues(bytes: Uint8Array, { form, words }: FormCount, found: Scanned): boolean {
  const there = found.present & ~found.nulls;
  for (let index = 0; index < form.valued.length; index += 1) {
    const valued = form.valued[index];
    words[index] = NO_WORD;
    if (valued === undefined || !((there >> valued.slot) & 1)) continue;
    const word = valued.values.find(bytes, found.from[valued.slot] ?? 0, found.to[valued.slot] ?? 0);
    if (word === NO_WORD) return false;
    words[index] = word;
  }
  return true;
}

/** Counts the event at hand, of which the values were found. Never throws. */
export function addTo(count: FormCount): void {
  count.total += 1;
  for (let index = 0; index < count.tallies.length; index += 1) {
    const tally = count.tallies[index];
    const word = count.words[index] ?? NO_WORD;
    if (tally !== undefined && word !== NO_WORD) tally[word] = (tally[word] ?? 0) + 1;
  }
}

/** What was counted of the forms of an event. Never throws. */
export function toSeen(kind: string, counts: readonly FormCount[]): Seen {
  return counts.map((count) => toSeenForm(kind, count)).reduce(mergeSeen, {});
}

function toSeenForm(kind: string, { form, total, tallies }: FormCount): Seen {
  if (total === 0) return {};
  const values = form.valued.map(({ place, values: { words } }, index) => {
    const counted = words.map((word, at) => [word, tallies[index]?.[at] ?? 0] as const);
    return [place, Object.fromEntries(counted.filter(([, times]) => times > 0))] as const;
  });
  const came = values.filter(([, counted]) => Object.keys(counted).length > 0);
  return { [kind]: { count: total, values: Object.fromEntries(came) } };
}
