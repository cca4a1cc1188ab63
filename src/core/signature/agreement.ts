import { findBodyText } from '../delivery/body.ts';
import { type Delivery, findHeader } from '../delivery/delivery.ts';
import { readSignatureHeaders, type SignatureHeaders } from './signature-headers.ts';
import type { Verdict } from './verdict.ts';

/** What Svix's own library says of a delivery; the message is its own, word for word. */
export type Opinion = { readonly accepts: true } | { readonly accepts: false; readonly message: string };

/** Why Svix's library and the verdict can differ. Published in `--json`; never renamed. */
export type DisagreementCode =
  | 'body_not_utf8'
  | 'id_not_ascii'
  | 'timestamp_form'
  | 'header_families_mixed'
  | 'item_with_comma'
  | 'scheme_v1a'
  | 'clock'
  | 'unexplained';

/** One difference between the two, in a sentence. */
export interface Disagreement {
  readonly code: DisagreementCode;
  readonly sentence: string;
}

// Source for each: the source code of svix 2.5.0 and standardwebhooks 1.1.1, and test/io/referee.test.ts.
const SENTENCES: Readonly<Record<DisagreementCode, string>> = {
  body_not_utf8:
    'The body is not valid UTF-8, and the svix library signs it as text with replacement characters.',
  id_not_ascii:
    'The message id is not ASCII, and the svix library signs it as UTF-8 where the header has Latin-1.',
  timestamp_form:
    'The timestamp is not in plain digits, and the svix library signs the number that parseInt finds in it.',
  header_families_mixed:
    'Neither svix-* nor webhook-* is clear: the svix library takes each header from the first family that has it.',
  item_with_comma:
    'An item of the signature header has more than one comma, and the svix library ignores what follows the second.',
  scheme_v1a: 'The signature that matched is a v1a one, which the svix library does not check.',
  clock:
    "The svix library uses this machine's clock and always 300 seconds, not the time and tolerance of this verdict.",
  unexplained: 'The svix library and this verdict differ, and no known reason fits: please report it.',
};

/**
 * Compares a verdict with the opinion of Svix's own library: undefined when they agree, otherwise the known reason
 * why they differ, or `unexplained`. Never throws.
 */
export function findDisagreement(
  delivery: Delivery,
  verdict: Verdict,
  opinion: Opinion,
): Disagreement | undefined {
  if ((verdict.kind === 'valid') === opinion.accepts) return undefined;
  const code = findReason(delivery, verdict, opinion);
  return { code, sentence: SENTENCES[code] };
}

function findReason(delivery: Delivery, verdict: Verdict, opinion: Opinion): DisagreementCode {
  const ours = readSignatureHeaders(delivery.headers);
  if ('kind' in ours || isMixed(delivery, ours)) return 'header_families_mixed';
  if (verdict.kind === 'timestamp_out_of_range') return 'clock';
  if (!opinion.accepts && /too (?:old|new)$/.test(opinion.message)) return 'clock';
  if (verdict.kind === 'valid' && verdict.scheme === 'v1a') return 'scheme_v1a';
  if (!/^[1-9]\d{0,11}$/.test(ours.timestamp)) return 'timestamp_form';
  if (findBodyText(delivery.body) === undefined) return 'body_not_utf8';
  if (/[^\x00-\x7f]/.test(ours.id)) return 'id_not_ascii';
  return ours.signature.split(' ').some((item) => item.split(',').length > 2)
    ? 'item_with_comma'
    : 'unexplained';
}

// The library falls back header by header, and only when the svix-* one is absent, not when it is empty.
function isMixed({ headers }: Delivery, { id, timestamp, signature }: SignatureHeaders): boolean {
  return Object.entries({ id, timestamp, signature }).some(([ending, value]) => {
    const theirs = findHeader(headers, `svix-${ending}`) ?? findHeader(headers, `webhook-${ending}`);
    return theirs !== value;
  });
}
