import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Capture } from '../../core/capture/capture.ts';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import { type Observation, withObservation } from '../../core/diagnosis/together.ts';
import { TOLERANCE_SECONDS } from '../../core/signature/judge.ts';
import type { Key } from '../../core/signature/secret.ts';
import type { RecordOf } from '../../report/records.ts';
import { findDevelopmentHint, observeInTurns, toDiagnosisRecord, toTogetherRecord } from '../observation.ts';

interface Means {
  readonly keys: readonly Key[];
  readonly otherKeys: readonly Key[];
  readonly development: boolean;
  readonly keep: (id: string, diagnosis: Diagnosis) => void;
}

/** Diagnoses captures one after the other, and remembers them for what they tell together. */
export function createDiagnose({ development, keep, ...means }: Means) {
  let observations: readonly Observation[] = [];
  return async (capture: Capture, svixId: string | null): Promise<RecordOf<'diagnosed'>> => {
    const { id, delivery, verdict, receivedAt } = capture;
    const nowSeconds = Math.floor(Date.parse(receivedAt) / 1_000);
    const request = { ...means, delivery, verdict, nowSeconds, toleranceSeconds: TOLERANCE_SECONDS };
    // Other deliveries are received between the turns.
    const observation = await observeInTurns(request, nextTurn);
    observations = withObservation(observations, observation);
    keep(id, observation.diagnosis);
    const hint = development ? findDevelopmentHint(verdict, observation.diagnosis) : undefined;
    return {
      type: 'diagnosed',
      id,
      svixId,
      diagnosis: toDiagnosisRecord(observation.diagnosis),
      ...toTogetherRecord(observations),
      ...(hint !== undefined && { hint }),
    };
  };
}
