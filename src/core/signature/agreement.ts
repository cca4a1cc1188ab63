import { isUtf8 } from 'node:buffer';
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

/** How near to the end of the tolerance two clocks that are read one after the other may still disagree. */
const SAFE_AGE_SECONDS = 290;

/**
 * Whether Svix's own library is sure to accept a delivery that the verdict calls valid, so that it need not be asked: it
 * is slow, and this is nearly every delivery. False does not mean that it refuses. Never throws.
 * Source: as for the sentences above; test/io/referee.test.ts compares it with the library.
 */
export function isSureToAgree(delivery: Delivery, verdict: Verdict): boolean {
  if (verdict.kind !== 'valid' || verdict.scheme !== 'v1') return false;
  if (Math.abs(verdict.ageSeconds) > SAFE_AGE_SECONDS) return false;
  const ours = readSignatureHeaders(delivery.headers);
  if ('kind' in ours || isMixed(delivery, ours)) return false;
  const { id, timestamp, signature } = ours;
  return (
    PLAIN_TIMESTAMP.test(timestamp) &&
    /^[\x21-\x7e]+$/.test(id) &&
    PLAIN_ITEMS.test(signature) &&
    isUtf8(delivery.body)
  );
}

/** One comma in each. */
const PLAIN_ITEMS = /^[^ ,]*,[^ ,]*(?: [^ ,]*,[^ ,]*)*$/;
const PLAIN_TIMESTAMP = /^[1-9]\d{0,11}$/;

function findReason(delivery: Delivery, verdict: Verdict, opinion: Opinion): DisagreementCode {
  const ours = readSignatureHeaders(delivery.headers);
  if ('kind' in ours || isMixed(delivery, ours)) return 'header_families_mixed';
  if (verdict.kind === 'timestamp_out_of_range') return 'clock';
  if (!opinion.accepts && /too (?:old|new)$/.test(opinion.message)) return 'clock';
  if (verdict.kind === 'valid' && verdict.scheme === 'v1a') return 'scheme_v1a';
  if (!PLAIN_TIMESTAMP.test(ours.timestamp)) return 'timestamp_form';
  if (findBodyText(delivery.body) === undefined) return 'body_not_utf8';
  if (/[^\x00-\x7f]/.test(ours.id)) return 'id_not_ascii';
  return ours.signature.split(' ').some((item) => item.split(',').length > 2)
    ? 'item_with_comma'
    : 'unexplained';
}

// The library falls back header by header, and only when the svix-* one is absent, not when it is empty. A family of
// svix-* that is complete has nothing to fall back from.
function isMixed({ headers }: Delivery, ours: SignatureHeaders): boolean {
  if (ours.headerFamily === 'svix') return false;
  const { id, timestamp, signature } = ours;
  return Object.entries({ id, timestamp, signature }).some(([ending, value]) => {
    const theirs = findHeader(headers, `svix-${ending}`) ?? findHeader(headers, `webhook-${ending}`);
    return theirs !== value;
  });
}
