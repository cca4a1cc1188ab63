import { distance } from 'fastest-levenshtein';

/** No name of a field or value is half as long; the rest of a longer text says nothing about a typo. */
const LONGEST_NAME = 80;

/**
 * The name that was probably meant: the same in another case or notation (`requiresManualReview`), or with a typo; undefined
 * where none is near enough. Never throws.
 */
export function findNearName(name: string, names: readonly string[]): string | undefined {
  const wanted = simplify(name.slice(0, LONGEST_NAME));
  const [nearest] = names
    .map((each) => ({ each, edits: distance(wanted, simplify(each)) }))
    .filter(({ each, edits }) => edits <= each.length / 4)
    .sort((one, other) => one.edits - other.edits);
  return nearest?.each;
}

function simplify(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
