/** The drafts of JSON Schema that can be printed. */
export const DRAFTS = ['2020-12', '7'] as const;

/** One of them. */
export type Draft = (typeof DRAFTS)[number];
