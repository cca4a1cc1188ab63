import type { Wrong } from '../core/replay/make-request.ts';

/** What is wrong with a request on purpose, as a clause of its own. */
export const WRONG_WORDS = {
  body: 'its body was changed after signing',
  id: 'its id was changed after signing',
  timestamp: 'its time was changed after signing',
  signature: 'its signature was changed',
  secret: 'it is signed with another secret',
  unsigned: 'it has no signature',
} as const satisfies Record<Wrong, string>;

/** Other statuses of 4xx speak of the route or the method, and not of the signature. */
const REFUSALS: readonly number[] = [400, 401, 403, 422];

/** Whether a status is what an app answers to a signature that it does not take. Never throws. */
export function isRefusal(status: number): boolean {
  return REFUSALS.includes(status);
}

/**
 * What an answer to a request that is wrong on purpose says of the app, for one that took it or refused it; undefined for
 * other answers. Never throws.
 */
export function explainWrong(status: number, wrong: Wrong): string | undefined {
  if (status >= 200 && status <= 299)
    return `The app took it although ${WRONG_WORDS[wrong]}: it does not verify signatures as it should.`;
  if (!isRefusal(status)) return undefined;
  return `It was refused, as it should be: ${WRONG_WORDS[wrong]}.`;
}
