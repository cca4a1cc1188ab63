import type { FindingCode } from '../rules/finding.ts';
import type { Explanation } from './explanation.ts';
import { OF_CAPTURES } from './of-captures.ts';
import { OF_CONTENT } from './of-content.ts';
import { OF_FILES } from './of-files.ts';
import { OF_STRUCTURE } from './of-structure.ts';

/** The explanations under their headings, in the order of the page. They are loaded only where they are read. */
export const SECTIONS: readonly (readonly [
  title: string,
  Readonly<Partial<Record<FindingCode, Explanation>>>,
])[] = [
  ['The structure of a payload', OF_STRUCTURE],
  ['The contents of a payload', OF_CONTENT],
  ['Files', OF_FILES],
  ['Captures, recordings and the inputs as a whole', OF_CAPTURES],
];

/** What there is to say of every rule; a code without an explanation does not compile. */
export const EXPLANATIONS: Readonly<Record<FindingCode, Explanation>> = {
  ...OF_STRUCTURE,
  ...OF_CONTENT,
  ...OF_FILES,
  ...OF_CAPTURES,
};
