import { BASE62, toIdPrefix } from '../../events/id-form.ts';

/** A whole number from 0 up to but not including a limit, at random. */
export type DrawBelow = (limit: number) => number;

/** The fields of the catalogue that hold ids which Footprint gives. A playbook stays, and so do ids of your own. */
export const FRESH_FIELDS: readonly string[] = ['fp_id', 'onboarding_id', 'link_id'];

const CHANGEABLE = /[0-9A-Za-z]/g;
const MOST_TRIES = 1_000;

/** Whether an id has the form of those of Footprint, so that it is one also where no field says so. Never throws. */
export function hasIdForm(id: string): boolean {
  return toIdPrefix(id) !== '' && rest(id).length > 0;
}

/**
 * A new id for each of the old ones, of the same form and length: a business stays one, and so does the sandbox. No new one is an
 * old one, or that of another. An id that is too short for that is left out. Never throws.
 */
export function makeFreshIds(olds: ReadonlySet<string>, drawBelow: DrawBelow): ReadonlyMap<string, string> {
  const taken = new Set(olds);
  const fresh = new Map<string, string>();
  for (const old of olds) {
    if (rest(old).match(CHANGEABLE) === null) continue;
    const id = makeLike(old, taken, drawBelow);
    if (id === undefined) continue;
    taken.add(id);
    fresh.set(old, id);
  }
  return fresh;
}

function makeLike(old: string, taken: ReadonlySet<string>, drawBelow: DrawBelow): string | undefined {
  const prefix = toIdPrefix(old);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const id = prefix + rest(old).replace(CHANGEABLE, () => BASE62.charAt(drawBelow(BASE62.length)));
    if (!taken.has(id) && toIdPrefix(id) === prefix) return id;
  }
  return undefined;
}

function rest(id: string): string {
  return id.slice(toIdPrefix(id).length);
}
