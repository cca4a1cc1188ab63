import { distance } from 'fastest-levenshtein';
import { quoteValue, shorten } from '../events/wording.ts';

/** No name is half as long; the rest of a longer text says nothing about a typo. */
const LONGEST_NAME = 60;

/** The name that was probably meant, or undefined when none is near; two letters that changed places are two edits. Never throws. */
export function findNearest(name: string, names: readonly string[]): string | undefined {
  const wanted = toPlain(name.slice(0, LONGEST_NAME));
  return names
    .map((each) => ({ each, edits: distance(wanted, toPlain(each)) }))
    .filter(({ each, edits }) => edits <= Math.min(Math.max(2, each.length / 3), each.length - 1))
    .sort((one, other) => one.edits - other.edits)[0]?.each;
}

/** What to do about a name that is not there: the nearest one, or all of them. Never throws. */
export function toNameHint(name: string, names: readonly string[], noun: string): string {
  const near = findNearest(name, names);
  if (near !== undefined) return `Did you mean ${quoteValue(near)}?`;
  return `The ${noun} are: ${names.map((each) => shorten(each, LONGEST_NAME)).join(', ')}.`;
}

/** `max-body`, `MaxBody` and `max_body` are one typo at most. */
function toPlain(name: string): string {
  return name.replace(/[-_ ]/g, '').toLowerCase();
}
