import type { Capture } from '../../core/capture/capture.ts';
import { findMessageId } from '../../core/delivery/message-id.ts';
import { diagnose } from '../../core/diagnosis/diagnose.ts';
import { diagnoseTogether, type Observation } from '../../core/diagnosis/together.ts';
import { TOLERANCE_SECONDS } from '../../core/signature/judge.ts';
import type { Key } from '../../core/signature/secret.ts';
import { readSignatureHeaders } from '../../core/signature/signature-headers.ts';
import type { RecordOf } from '../../report/records.ts';
import { toDiagnosisRecord } from '../diagnosis-record.ts';

export { withObservation } from '../../core/diagnosis/together.ts';

interface Means {
  readonly keys: readonly Key[];
  readonly otherKeys: readonly Key[];
  readonly patienceMs: number;
}

/** Why a delivery that was just received is not valid. */
export function observe(
  { delivery, verdict, receivedAt }: Capture,
  { keys, otherKeys, patienceMs }: Means,
): Observation {
  const begun = performance.now();
  const budget = { ms: patienceMs, elapsedMs: () => performance.now() - begun };
  const nowSeconds = Math.floor(Date.parse(receivedAt) / 1_000);
  const request = {
    delivery,
    verdict,
    keys,
    otherKeys,
    nowSeconds,
    toleranceSeconds: TOLERANCE_SECONDS,
    budget,
  };
  const headers = readSignatureHeaders(delivery.headers);
  const sent = 'kind' in headers ? Number.NaN : Number(headers.timestamp);
  return {
    messageId: findMessageId(delivery.headers),
    ageSeconds: Number.isInteger(sent) ? nowSeconds - sent : undefined,
    nowSeconds,
    diagnosis: diagnose(request),
  };
}

/** What the user can do before anything else when only this secret is known. */
const DEVELOPMENT_HINT =
  'Only the development secret of this folder is known here. If this came from Footprint, set FP_WEBHOOKS_SECRET to the secret of its endpoint: the Footprint dashboard has it beside the webhook endpoint.';

interface Findings {
  readonly observation: Observation;
  /** All so far, this one included. */
  readonly observations: readonly Observation[];
  readonly development: boolean;
}

/** The record of a diagnosis, with what this and the deliveries before it tell together. */
export function toDiagnosed(
  { id, verdict }: Capture,
  svixId: string | null,
  { observation, observations, development }: Findings,
): RecordOf<'diagnosed'> {
  const { diagnosis } = observation;
  const { shared, clockSkew } = diagnoseTogether(observations);
  const isUnknownSecret = verdict.kind === 'signature_mismatch' && diagnosis.conclusion === 'unexplained';
  return {
    type: 'diagnosed',
    id,
    svixId,
    diagnosis: toDiagnosisRecord(diagnosis),
    shared: shared.map(({ code }) => code),
    ...(clockSkew && {
      clockSkew: { offsetSeconds: clockSkew.offsetSeconds, suspicion: { ...clockSkew.suspicion } },
    }),
    ...(development && isUnknownSecret && { hint: DEVELOPMENT_HINT }),
  };
}
