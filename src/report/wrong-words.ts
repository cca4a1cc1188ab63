import type { Wrong } from '../core/sending/make-request.ts';

/** What is wrong with a request on purpose, as a clause of its own. */
export const WRONG_WORDS = {
  body: 'its body was changed after signing',
  id: 'its id was changed after signing',
  timestamp: 'its time was changed after signing',
  signature: 'its signature was changed',
  secret: 'it is signed with another secret',
  unsigned: 'it has no signature',
} as const satisfies Record<Wrong, string>;

/** The meaning of an app's verdict on a request that is wrong on purpose. Never throws. */
export function explainWrong(isTaken: boolean, wrong: Wrong): string {
  return isTaken
    ? `The app took it although ${WRONG_WORDS[wrong]}: it does not verify signatures as it should.`
    : `It was refused, as it should be: ${WRONG_WORDS[wrong]}.`;
}
