/** The ids that can be made for a run, by the words that stand for them in a file: what they begin with, and how many characters follow. */
export const ID_KINDS = {
  'new person id': { prefix: 'fp_id_test_', length: 22 },
  'new business id': { prefix: 'fp_bid_', length: 22 },
  'new onboarding id': { prefix: 'ob_', length: 22 },
  'new playbook key': { prefix: 'pb_test_', length: 22 },
  'new link id': { prefix: 'link_', length: 12 },
  'new external id': { prefix: 'customer-', length: 12 },
} as const satisfies Record<string, { readonly prefix: string; readonly length: number }>;

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
 * Source: Footprint webhook and API documentation, 2025: prefixes of ids; `fp_id_test_` was seen in the sandbox.
 * @param base62 Makes so many characters that no other run has.
 */
export function makeId(kind: IdKind, base62: (length: number) => string): string {
  const { prefix, length } = ID_KINDS[kind];
  return prefix + base62(length);
}
