import type { Capture } from '../../core/capture/capture.ts';
import { diagnose } from '../../core/diagnosis/diagnose.ts';
import { judge } from '../../core/signature/judge.ts';
import type { Key } from '../../core/signature/secret.ts';
import type { Verdict } from '../../core/signature/verdict.ts';
import type { ExplainSignature } from '../../core/validation/check.ts';
import { findGivenSecrets } from '../../io/secrets.ts';
import { explainVerdict } from '../../report/explain.ts';
import type { Context } from '../command.ts';
import { loadNamedSecrets } from '../secret-flags.ts';

/**
 * Judges captures, whatever their age, with the secrets that are configured; without any, by the verdict that was kept
 * with them. Throws what `findGivenSecrets` throws.
 */
export function createSignatureCheck(context: Context): ExplainSignature {
  const keys = findGivenSecrets(context)?.keys ?? [];
  const otherKeys = loadNamedSecrets(context);
  return (capture) => {
    const { delivery } = capture;
    const verdict = keys.length === 0 ? capture.verdict : judge(delivery, keys, 0, Number.POSITIVE_INFINITY);
    if (verdict.kind === 'valid' || verdict.kind === 'timestamp_out_of_range') return undefined;
    return toWords(capture, verdict, { keys, otherKeys });
  };
}

/** A file can hold many captures that fail. */
const PATIENCE_MS = 200;

interface Keys {
  readonly keys: readonly Key[];
  readonly otherKeys: readonly Key[];
}

function toWords({ delivery, receivedAt }: Capture, verdict: Verdict, given: Keys): string {
  const message = `This delivery was not verified: ${explainVerdict(verdict)?.message}.`;
  if (given.keys.length === 0) return message;
  const nowSeconds = Math.floor(Date.parse(receivedAt) / 1_000);
  const time = { nowSeconds, toleranceSeconds: Number.POSITIVE_INFINITY };
  const begun = performance.now();
  const budget = { ms: PATIENCE_MS, elapsedMs: () => performance.now() - begun };
  const [first] = diagnose({ delivery, verdict, ...given, ...time, budget }).suspicions;
  return first === undefined ? message : `${message} ${first.evidence} ${first.reference}`;
}
