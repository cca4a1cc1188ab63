import type { Diagnosis } from '../core/diagnosis/diagnosis.ts';
import type { RecordOf } from '../report/records.ts';

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
