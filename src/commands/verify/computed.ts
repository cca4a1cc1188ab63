import { type ComputedResult, diagnoseComputed } from '../../core/diagnosis/computed.ts';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import { AppError } from '../../core/error.ts';
import { judge } from '../../core/signature/judge.ts';
import type { Key } from '../../core/signature/secret.ts';
import type { RecordOf } from '../../report/records.ts';
import { toDiagnosisRecord } from '../observation.ts';
import type { Exhibit } from './deliveries.ts';
import { toNames } from './judge-exhibit.ts';

/** A signature that the user's code computed, and what to compare it with. */
export interface ComputedOptions {
  readonly computed: string;
  readonly keys: readonly Key[];
  readonly otherKeys: readonly Key[];
  readonly showPii: boolean;
}

/**
 * Compares the signature that the user's code computed with the right one, and finds the mistake that gives it.
 * Throws AppError `usage` for several deliveries, for what is not a signature, and without an id or a timestamp.
 */
export function judgeComputed(
  [exhibit, ...more]: readonly Exhibit[],
  { computed, keys, otherKeys, showPii }: ComputedOptions,
): RecordOf<'computed'> {
  if (exhibit === undefined || more.length > 0) {
    throw new AppError(
      'usage',
      '--computed belongs to one delivery, and there are several.',
      'Name one of them.',
    );
  }
  const { delivery, source } = exhibit;
  const { kind, diagnosis } = diagnoseComputed({ computed, delivery, keys, otherKeys });
  if (kind === 'unreadable') throw new AppError('usage', 'The value of --computed is not a signature.', FORM);
  if (kind === 'no_headers') throw new AppError('usage', 'The delivery has no id or no timestamp.', HEADERS);
  return {
    type: 'computed',
    source,
    ...toNames(exhibit, showPii),
    result: kind,
    ...toWords(kind, exhibit, keys, diagnosis),
    ...(diagnosis && { diagnosis: toDiagnosisRecord(diagnosis) }),
  };
}

const FORM =
  'An HMAC with SHA-256 has 32 bytes: 44 characters of base64, or 64 of hex, with or without `v1,` before them.';
const HEADERS =
  'Give the svix-id and the svix-timestamp that came, with --headers FILE or --header. The svix-signature is not needed.';

function toWords(
  kind: Exclude<ComputedResult['kind'], 'unreadable' | 'no_headers'>,
  { delivery }: Exhibit,
  keys: readonly Key[],
  diagnosis: Diagnosis | undefined,
): Pick<RecordOf<'computed'>, 'message' | 'hint'> {
  const isExplained = diagnosis?.conclusion === 'explained';
  const unknown = diagnosis?.stoppedBy === 'exhausted' ? UNKNOWN : `${STOPPED} ${CHECK}`;
  if (kind === 'received' && isExplained)
    return { message: 'your code and the sender compute the same wrong signature' };
  if (kind === 'received')
    return {
      message: 'your code computes the signature of the header, which the given secret does not give',
      hint: OTHER_SECRET,
    };
  if (kind === 'other') {
    const isRight = diagnosis?.suspicions.every(({ code }) => code === 'signature_encoding') && isExplained;
    const wrong = isRight ? 'the right signature in another encoding' : 'a wrong signature';
    return { message: `your code computes ${wrong}`, ...(!isExplained && { hint: unknown }) };
  }
  const { kind: verdict } = judge(delivery, keys, 0, Number.POSITIVE_INFINITY);
  const message = 'your code computes the right signature';
  if (verdict === 'valid') return { message, hint: COMPARISON };
  return { message, ...(verdict !== 'header_missing' && { hint: OTHER_HEADER }) };
}

const OTHER_SECRET =
  'Your code has another secret than the one given here: compare the two with the Footprint dashboard.';
const CHECK = 'Does your code use this secret and exactly these bytes? Print the length of what it signs.';
const UNKNOWN = `No known mistake gives this signature. ${CHECK}`;
const STOPPED = 'The search stopped at its limit before it had tried everything.';
const COMPARISON =
  'Look at the comparison: the header can have several signatures, separated by spaces, each after `v1,`; one of them must be equal, as text.';
const OTHER_HEADER =
  'The signature header of this delivery is another: run the command again without --computed to find out why.';
