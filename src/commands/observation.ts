import { findMessageId } from '../core/delivery/delivery.ts';
import { diagnose, diagnoseInTurns } from '../core/diagnosis/diagnose.ts';
import type { Diagnosis, DiagnosisRequest } from '../core/diagnosis/diagnosis.ts';
import { diagnoseTogether, type Observation } from '../core/diagnosis/together.ts';
import { readSignatureHeaders } from '../core/signature/signature-headers.ts';
import type { Verdict } from '../core/signature/verdict.ts';
import type { RecordOf } from '../report/records.ts';

/** Finds out why a delivery is not valid. Never throws. */
export function observe(request: DiagnosisRequest): Observation {
  return toObservation(request, diagnose(request));
}

/** The same with a pause after each turn. Never rejects unless the pause does. */
export async function observeInTurns(
  request: DiagnosisRequest,
  pause: () => Promise<void>,
): Promise<Observation> {
  const turns = diagnoseInTurns(request);
  for (let turn = turns.next(); ; turn = turns.next()) {
    if (turn.done) return toObservation(request, turn.value);
    await pause();
  }
}

function toObservation(request: DiagnosisRequest, diagnosis: Diagnosis): Observation {
  const { delivery, nowSeconds } = request;
  const headers = readSignatureHeaders(delivery.headers);
  const sent = 'kind' in headers ? Number.NaN : Number(headers.timestamp);
  return {
    messageId: findMessageId(delivery.headers),
    ageSeconds: Number.isInteger(sent) ? nowSeconds - sent : undefined,
    nowSeconds,
    diagnosis,
  };
}

/** A diagnosis as it is reported. Never throws. */
export function toDiagnosisRecord(diagnosis: Diagnosis): RecordOf<'diagnosed'>['diagnosis'] {
  const { conclusion, suspicions, ruledOut, hashes, stoppedBy } = diagnosis;
  return {
    conclusion,
    suspicions: suspicions.map((suspicion) => ({ ...suspicion })),
    ruledOut: ruledOut.map(({ code, what }) => ({ code, what })),
    hashes,
    stoppedBy,
  };
}

/** What several deliveries that failed tell together, the newest included, as it is reported. Never throws. */
export function toTogetherRecord(
  observations: readonly Observation[],
): Pick<RecordOf<'diagnosed'>, 'shared' | 'clockSkew'> {
  const { shared, clockSkew } = diagnoseTogether(observations);
  return {
    shared: shared.map(({ code }) => code),
    ...(clockSkew && {
      clockSkew: { offsetSeconds: clockSkew.offsetSeconds, suspicion: { ...clockSkew.suspicion } },
    }),
  };
}

/** What to do before anything else when only the development secret is known; undefined when that is not the matter. */
export function findDevelopmentHint(verdict: Verdict, { conclusion }: Diagnosis): string | undefined {
  return verdict.kind === 'signature_mismatch' && conclusion === 'unexplained' ? DEVELOPMENT_HINT : undefined;
}

const DEVELOPMENT_HINT =
  'Only the development secret of this folder is known here. If this came from Footprint, set FP_WEBHOOKS_SECRET to the secret of its endpoint: the Footprint dashboard has it beside the webhook endpoint.';
