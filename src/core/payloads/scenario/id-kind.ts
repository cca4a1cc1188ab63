import { type IdForm, SANDBOX_IDS } from '../../events/id-form.ts';

/** The ids that can be made for a run, by the words that stand for them in a file: what they begin with, and how many characters follow. */
export const ID_KINDS = {
  'new person id': SANDBOX_IDS.person,
  'new business id': SANDBOX_IDS.business,
  'new onboarding id': SANDBOX_IDS.onboarding,
  'new playbook key': SANDBOX_IDS.playbook,
  'new link id': SANDBOX_IDS.link,
  'new external id': { prefix: 'customer-', length: 12 },
} as const satisfies Record<string, IdForm>;

/** The words for one of them. */
export type IdKind = keyof typeof ID_KINDS;

/** All of these words. */
export const ID_WORDS: readonly string[] = Object.keys(ID_KINDS);

/** Whether these are the words for an id. Never throws. */
export function isIdKind(words: string): words is IdKind {
  return Object.hasOwn(ID_KINDS, words);
}

/**
 * An id of the sandbox in the form that Footprint's have. Never throws.
 * @param base62 Makes so many characters that no other run has.
 */
export function makeId(kind: IdKind, base62: (length: number) => string): string {
  const { prefix, length } = ID_KINDS[kind];
  return prefix + base62(length);
}
