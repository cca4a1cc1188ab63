import { isUtf8 } from 'node:buffer';
import { findBodyText } from '../bytes.ts';
import { type Delivery, findHeader } from '../delivery/delivery.ts';
import { readSignatureHeaders, type SignatureHeaders } from './signature-headers.ts';
import type { Verdict } from './verdict.ts';

/** The library that is asked, with its version; a test compares it with the installed one. */
const LIBRARY = 'svix 2.5.0 for JavaScript';

/** Answer of Svix's own library to a delivery; the message is its own, word for word. */
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

// Source for JavaScript: the source code of svix 2.5.0 and standardwebhooks 1.1.1, and test/io/referee.test.ts.
// Source for the other languages: the verification in each folder of github.com/svix/svix-webhooks at 4fc0cfb
// (2026-08-21), for Python also github.com/standard-webhooks/standard-webhooks at b2fa7b8 (2026-08-17); read, not run.
const SENTENCES: Readonly<Record<Exclude<DisagreementCode, 'timestamp_form'>, string>> = {
  body_not_utf8:
    'The body is not valid UTF-8. The svix library for JavaScript signs it as text with replacement characters; those for Go, PHP and Ruby sign the bytes.',
  id_not_ascii:
    'The message id is not ASCII. The svix library for JavaScript signs it as UTF-8 where the header has Latin-1; those for Go and PHP sign the bytes.',
  header_families_mixed:
    'The headers are of both families, svix-* and webhook-*. The svix libraries for JavaScript, Python and Rust take each header from the first family that has it; those for C#, Go, Java, Kotlin, PHP and Ruby need one complete family.',
  item_with_comma:
    'An item of the signature header has more than one comma. The svix libraries for JavaScript, Go, Java and Kotlin ignore what follows the second; those for C#, PHP, Python, Ruby and Rust refuse such an item.',
  scheme_v1a: 'The signature that matched is a v1a one, which no svix library checks.',
  clock:
    'The svix library for JavaScript always allows 300 seconds, whatever the tolerance of this verdict is.',
  unexplained: 'The svix library and this verdict differ, and no known reason fits: please report it.',
};

/** An opinion as it is reported: with the library that gave it, and the reason when it differs from the verdict. Never throws. */
export function toReferee(delivery: Delivery, verdict: Verdict, opinion: Opinion) {
  const difference = findDisagreement(delivery, verdict, opinion);
  return {
    library: LIBRARY,
    ...opinion,
    ...(difference && { code: difference.code, note: difference.sentence }),
  };
}

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
  return { code, sentence: code === 'timestamp_form' ? toTimestampSentence(delivery) : SENTENCES[code] };
}

/** Which of Svix's libraries read a timestamp that is not in plain digits as the one for JavaScript does. */
function toTimestampSentence({ headers }: Delivery): string {
  const text = findHeader(headers, 'svix-timestamp') ?? findHeader(headers, 'webhook-timestamp') ?? '';
  const start = 'The timestamp is not in plain digits. The svix library for JavaScript';
  if (/^[+-]?\d+$/.test(text))
    return `${start} signs the number in it, as do those for Go, Java, Kotlin, PHP, Python and Rust; those for C# and Ruby sign the text.`;
  const isNumber = /^\d+\.\d*$/.test(text);
  return `${start} reads the digits at its beginning, as do${isNumber ? ' those for PHP and Python' : 'es the one for PHP'}; those for C#, Go, Java, Kotlin, ${isNumber ? '' : 'Python, '}Ruby and Rust refuse it.`;
}

/** Age up to which two readings of the clock, one after the other, cannot differ about the tolerance of 300 seconds. */
const SAFE_AGE_SECONDS = 290;

/**
 * Tells that Svix's own library is sure to accept a delivery that the verdict calls valid, so that it need not be asked: it
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
