import type { Capture } from '../../core/capture/capture.ts';
import { diagnose } from '../../core/diagnosis/diagnose.ts';
import { judge } from '../../core/signature/judge.ts';
import type { Key } from '../../core/signature/secret.ts';
import type { Verdict } from '../../core/signature/verdict.ts';
import type { ExplainSignature } from '../../core/validation/parts/remark-on.ts';
import { explainVerdict } from '../../report/explain.ts';

/** What signatures are judged with. */
export interface SignatureKeys {
  /** Empty where no secret is configured. */
  readonly keys: readonly Key[];
  /** Those of other endpoints: they verify nothing, and one that fits is named. */
  readonly otherKeys: readonly Key[];
}

/**
 * Judges captures, whatever their age; without any secret, by the verdict that was kept with them. Never throws.
 */
export function createSignatureCheck(given: SignatureKeys): ExplainSignature {
  return (capture) => {
    const { delivery } = capture;
    const verdict =
      given.keys.length === 0 ? capture.verdict : judge(delivery, given.keys, 0, Number.POSITIVE_INFINITY);
    if (verdict.kind === 'valid' || verdict.kind === 'timestamp_out_of_range') return undefined;
    return toWords(capture, verdict, given);
  };
}

/**
 * Signatures that are tried for one capture, of which a file can hold many that fail.
 */
const MOST_HASHES = 2_000;

function toWords({ delivery, receivedAt }: Capture, verdict: Verdict, given: SignatureKeys): string {
  const message = `This delivery was not verified: ${explainVerdict(verdict)?.message}.`;
  if (given.keys.length === 0) return message;
  const nowSeconds = Math.floor(Date.parse(receivedAt) / 1_000);
  const time = { nowSeconds, toleranceSeconds: Number.POSITIVE_INFINITY };
  const budget = { hashes: MOST_HASHES };
  const [first] = diagnose({ delivery, verdict, ...given, ...time, budget }).suspicions;
  return first === undefined ? message : `${message} ${first.evidence} ${first.reference}`;
}
