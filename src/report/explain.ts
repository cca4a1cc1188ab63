import { toDuration } from '../core/duration.ts';
import { maskFreeText } from '../core/events/masking.ts';
import type { Wrong } from '../core/sending/make-request.ts';
import type { Verdict } from '../core/signature/verdict.ts';
import { toVisible } from './text.ts';

/** Why a delivery was not accepted, in one sentence, and what to look at next. */
export interface Explanation {
  readonly message: string;
  readonly hints: readonly string[];
}

type Refusal = Exclude<Verdict, { kind: 'valid' }>;

/** The words for a verdict, or undefined for a valid one. Holds nothing secret. Never throws. */
export function explainVerdict(verdict: Verdict): Explanation | undefined {
  return verdict.kind === 'valid' ? undefined : explainRefusal(verdict);
}

function explainRefusal(verdict: Refusal): Explanation {
  switch (verdict.kind) {
    case 'header_missing':
      return {
        message: `header ${toShown(verdict.header)} is missing`,
        hints: [
          'Svix sends svix-id, svix-timestamp and svix-signature with every delivery: does a proxy in between drop or rename headers?',
        ],
      };
    case 'timestamp_malformed':
      return {
        message: 'the timestamp header is not a whole number of Unix seconds',
        hints: [timestampHint(verdict.value)],
      };
    case 'timestamp_out_of_range':
      return explainAge(verdict.ageSeconds, verdict.toleranceSeconds);
    case 'signature_unusable':
      return explainUnusable(verdict);
    case 'signature_mismatch':
      return {
        message: 'signature does not match',
        hints: [
          'Is the secret that of this very endpoint? Sandbox and live, and each endpoint, have their own.',
          'Did something between the sender and here re-serialise, trim or decode the body? It must arrive byte for byte.',
          'Was the secret rotated? Give the old and the new one, separated by a space.',
        ],
      };
  }
}

/** A capture can say anything of its verdict. */
function toShown(text: string): string {
  return toVisible(maskFreeText(text));
}

function timestampHint(value: string): string {
  if (/^\d{13}$/.test(value)) return 'It looks like milliseconds; Svix sends seconds.';
  if (/^\d{4}-\d\d-\d\d/.test(value)) return 'It looks like a date; Svix sends Unix seconds.';
  return 'Svix sends a number such as 1614265330.';
}

function explainAge(ageSeconds: number, toleranceSeconds: number): Explanation {
  const allowed = `more than the ${toDuration(toleranceSeconds)} that a receiver allows`;
  if (ageSeconds < 0) {
    return {
      message: `the timestamp is ${toDuration(-ageSeconds)} in the future, ${allowed}`,
      hints: ['Is the clock of this machine, or of the sender, wrong?'],
    };
  }
  return {
    message: `the timestamp is ${toDuration(ageSeconds)} old, ${allowed}`,
    hints: [
      'Is this an old request sent again as it was? Every attempt must be signed anew: `fp-webhooks replay` does so.',
      'Else the clock of this machine or of the sender is wrong.',
    ],
  };
}

function explainUnusable(verdict: Extract<Verdict, { kind: 'signature_unusable' }>): Explanation {
  if (verdict.reason === 'other_scheme') {
    return {
      message: `the signature header has only ${verdict.versions.map(toShown).join(', ')}, which the given secret cannot check`,
      hints: [
        'v1 is checked with a whsec_ secret, v1a with a whpk_ public key: give the one of this endpoint.',
      ],
    };
  }
  return {
    message: 'the signature header has no item of the form v1,<base64>',
    hints: [
      'Svix sends, for example, v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= and separates several by spaces.',
    ],
  };
}

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
